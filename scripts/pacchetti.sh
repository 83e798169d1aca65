#!/bin/sh
# System packages, listed here and nowhere else (the Dockerfile reads them from here too).
#   sh scripts/pacchetti.sh demo|test    install what is missing (root), or print the line to run and stop
#   sh scripts/pacchetti.sh stampa      print the packages that the PDF engine needs
set -eu

stampa="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
prove="default-jdk-headless libjaxb-java qpdf poppler-utils"

case "${1:-demo}" in
  stampa) echo "$stampa"; exit 0 ;;
  demo) voluti="$stampa" ;;
  test)
    voluti="$stampa $prove"
    # Ubuntu's chromium package is an empty shell: there CHROMIUM= names a real one.
    [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || voluti="$voluti chromium"
    ;;
  *) echo "Uso: scripts/pacchetti.sh demo|test|stampa" >&2; exit 2 ;;
esac
"${PYTHON:-python3}" -c "import ensurepip, venv" 2>/dev/null || voluti="$voluti python3-venv"

if ! command -v dpkg-query >/dev/null; then
  echo "Questo non è Debian né Ubuntu: installa tu l'equivalente di: $voluti" >&2
  exit 0
fi

mancano=""
for pacchetto in $voluti; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$pacchetto" 2>/dev/null)" = installed ] || mancano="$mancano $pacchetto"
done
[ -n "$mancano" ] || exit 0

riga="apt-get install -y --no-install-recommends$mancano"
if [ "$(id -u)" -ne 0 ]; then
  echo "Mancano dei pacchetti di sistema. Dai questo comando e poi ripeti:" >&2
  echo "  sudo $riga" >&2
  exit 1
fi
echo "Installo i pacchetti di sistema:$mancano"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive $riga -qq >/dev/null
