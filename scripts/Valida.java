// Judges PDF files with the veraPDF engine and prints one line of JSON for each file and profile.
// Called by documenti/verapdf.py:  java -cp ENGINE:LIBRARIES scripts/Valida.java 3a,ua1 FILE...

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class Valida {
  public static void main(String[] argomenti) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    Logger.getLogger("").setLevel(Level.OFF);
    for (int i = 1; i < argomenti.length; i++) {
      for (String profilo : argomenti[0].split(",")) {
        System.out.println(giudica(argomenti[i], profilo));
      }
    }
  }

  static String giudica(String file, String profilo) {
    try (PDFAParser lettore =
        Foundries.defaultInstance()
            .createParser(new FileInputStream(file), PDFAFlavour.byFlavourId(profilo))) {
      ValidationResult esito =
          Foundries.defaultInstance().createValidator(regole(profilo), false).validate(lettore);
      return riga(file, profilo, esito.isCompliant(), esito.getTotalAssertions(), errori(esito));
    } catch (Throwable errore) {
      Map<String, Integer> uno = new TreeMap<>();
      uno.put(errore.toString(), 1);
      return riga(file, profilo, false, 0, uno);
    }
  }

  static ValidationProfile regole(String profilo) throws Exception {
    String nome = profilo.startsWith("ua") ? "PDFUA-" + profilo.substring(2) : "PDFA-" + profilo.toUpperCase();
    try (InputStream letto =
        Valida.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + nome + ".xml")) {
      return Profiles.profileFromXml(letto);
    }
  }

  static Map<String, Integer> errori(ValidationResult esito) {
    Map<String, Integer> volte = new TreeMap<>();
    for (TestAssertion prova : esito.getTestAssertions()) {
      if (prova.getStatus() == TestAssertion.Status.FAILED) {
        String regola = prova.getRuleId().getClause() + "-" + prova.getRuleId().getTestNumber();
        volte.merge(regola + " " + prova.getMessage(), 1, Integer::sum);
      }
    }
    return volte;
  }

  static String riga(String file, String profilo, boolean conforme, int controlli, Map<String, Integer> errori) {
    StringBuilder elenco = new StringBuilder();
    for (Map.Entry<String, Integer> e : errori.entrySet()) {
      elenco.append(elenco.length() > 0 ? "," : "").append(testo(e.getValue() + "x " + e.getKey()));
    }
    return "{\"file\":" + testo(file) + ",\"profilo\":" + testo(profilo) + ",\"conforme\":" + conforme
        + ",\"controlli\":" + controlli + ",\"errori\":[" + elenco + "]}";
  }

  static String testo(String valore) {
    StringBuilder scritto = new StringBuilder("\"");
    for (char c : valore.toCharArray()) {
      if (c == '"' || c == '\\') scritto.append('\\').append(c);
      else if (c < 32) scritto.append(' ');
      else scritto.append(c);
    }
    return scritto.append('"').toString();
  }
}
