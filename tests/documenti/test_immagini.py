"""Images from people: what enters, what is taken off, what is refused before it costs."""

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from documenti.enums import TipoFile
from documenti.exceptions import FileRifiutato
from documenti.immagini import LATO_MASSIMO, prepara
from tests.immagini_di_prova import immagine


def _aperta(contenuto: bytes) -> Image.Image:
    return Image.open(io.BytesIO(contenuto))


@pytest.mark.parametrize(("formato", "tipo"), [("PNG", TipoFile.PNG), ("JPEG", TipoFile.JPEG)])
def test_un_immagine_grande_si_riduce_e_resta_del_suo_tipo(formato: str, tipo: TipoFile) -> None:
    pulita = prepara(immagine(formato, (3000, 1000)), nome="foto")
    assert (pulita.tipo, pulita.larghezza) == (tipo, LATO_MASSIMO)
    assert _aperta(pulita.contenuto).size == (pulita.larghezza, pulita.altezza)


def test_luogo_e_autore_non_restano_e_la_foto_e_dritta() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Nome di chi fotografa"
    uscita = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(uscita, "JPEG", exif=exif, comment=b"segreto")
    pulita = prepara(uscita.getvalue(), nome="foto")
    assert b"Nome di chi" not in pulita.contenuto
    assert b"segreto" not in pulita.contenuto
    assert (pulita.larghezza, pulita.altezza) == (20, 40)
    assert not _aperta(pulita.contenuto).getexif()


def test_la_stessa_immagine_da_gli_stessi_byte_e_il_trasparente_resta() -> None:
    uscita = io.BytesIO()
    Image.new("RGBA", (10, 10), (255, 0, 0, 80)).save(uscita, "PNG")
    prima, dopo = (prepara(uscita.getvalue(), nome="x") for _ in range(2))
    assert prima == dopo
    assert _aperta(prima.contenuto).mode == "RGBA"


@pytest.mark.parametrize("modo", ["1", "P", "L", "CMYK"])
def test_ogni_modo_di_colore_entra(modo: str) -> None:
    formato = "JPEG" if modo == "CMYK" else "PNG"
    uscita = io.BytesIO()
    Image.new(modo, (10, 10)).save(uscita, formato)
    assert _aperta(prepara(uscita.getvalue(), nome="x").contenuto).mode in {"L", "RGB"}


@pytest.mark.parametrize(
    "contenuto",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"%PDF-1.7\n",
        b"",
        immagine("PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    ],
    ids=["svg", "webp", "pdf", "vuoto", "tronca", "rovinata"],
)
def test_cio_che_non_e_un_immagine_buona_si_rifiuta_con_una_frase(contenuto: bytes) -> None:
    with pytest.raises(FileRifiutato, match=r"Non è stat[ao] caricat[ao]"):
        prepara(contenuto, nome="x")


def test_una_bomba_di_punti_si_rifiuta_senza_aprirla() -> None:
    uscita = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(uscita, "PNG", optimize=True)
    assert len(uscita.getvalue()) < 100_000
    with pytest.raises(FileRifiutato):
        prepara(uscita.getvalue(), nome="bomba")


def test_conta_il_contenuto_non_il_nome() -> None:
    assert prepara(immagine("JPEG"), nome="foto.png").tipo is TipoFile.JPEG
    assert prepara(immagine("PNG"), nome="../../foto.svg").tipo is TipoFile.PNG


@pytest.mark.parametrize("formato", ["PNG", "JPEG"])
def test_di_un_file_che_e_anche_altro_restano_solo_i_punti(formato: str) -> None:
    """A good picture with a page, a zip and a comment that runs after it, or inside it: only its points are kept."""
    coda = b"<script>alert(1)</script><?php system($_GET[0]); ?>PK\x03\x04"
    con_coda = immagine(formato) + coda
    info = PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    dentro = io.BytesIO()
    altro = {"pnginfo": info} if formato == "PNG" else {"comment": b"<script>alert(1)</script>"}
    Image.new("RGB", (60, 40), "teal").save(dentro, formato, **altro)
    assert b"<script>" in dentro.getvalue()
    for contenuto in (con_coda, dentro.getvalue()):
        pulita = prepara(contenuto, nome="x").contenuto
        assert pulita == prepara(immagine(formato), nome="x").contenuto
        assert b"script" not in pulita
