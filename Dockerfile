# The portal's image: web and worker start from it with different commands (docker-compose.yml).
FROM python:3.13-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /srv/portale

# What the PDF engine needs from the system: the list is in scripts/pacchetti.sh.
COPY scripts/pacchetti.sh scripts/
RUN apt-get update \
 && apt-get install -y --no-install-recommends $(sh scripts/pacchetti.sh stampa) \
 && rm -rf /var/lib/apt/lists/*

COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt

COPY . .

# Static files are compressed and named by content now; the words below are not secrets and stay out of the image.
ENV AMBIENTE=produzione VAR_DIR=/srv/var CONSERVATI_DIR=/srv/conservati
RUN useradd --system --uid 10001 --home-dir /srv/var --shell /usr/sbin/nologin portale \
 && install -d -o portale -g portale /srv/var /srv/conservati \
 && SECRET_KEY=costruzione REGISTRO_CHIAVE=costruzione ALLOWED_HOSTS=costruzione REDIS_URL=redis://costruzione \
    python manage.py collectstatic --noinput --verbosity 0

USER portale
VOLUME /srv/conservati
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["python", "scripts/salute.py"]
# Sync workers: threads wait for each other on a server whose pages are all queries and templates.
# The portal logs each request itself, in JSON: no --access-logfile.
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "3", "--max-requests", "2000", "--max-requests-jitter", "200", \
     "pianodizona.wsgi"]
