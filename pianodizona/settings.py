"""One settings file, read from the environment (12-factor).

``AMBIENTE`` is ``demo`` (default), ``test`` or ``produzione``. Every variable is
described in ``.env.example``. In production a missing secret stops the start.
"""

import secrets
from datetime import timedelta
from pathlib import Path

import django_stubs_ext
import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

AMBIENTE = env.str("AMBIENTE", "demo")
if AMBIENTE not in {"demo", "test", "produzione"}:
    messaggio = "AMBIENTE vale demo, test o produzione."
    raise ImproperlyConfigured(messaggio)
IN_PRODUZIONE = AMBIENTE == "produzione"
IN_TEST = AMBIENTE == "test"
DEBUG = env.bool("DEBUG", False)

VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
if not IN_PRODUZIONE:
    VAR_DIR.mkdir(parents=True, exist_ok=True)


def _segreto(nome: str) -> str:
    """Return a secret: from the environment, or (demo, test) kept in ``var/``."""
    valore: str = env.str(nome, "")
    if valore:
        return valore
    if IN_PRODUZIONE:
        messaggio = f"Manca la variabile {nome}: in produzione il portale non parte senza."
        raise ImproperlyConfigured(messaggio)
    custodia = VAR_DIR / f"{nome.lower()}.txt"
    if not custodia.exists():
        custodia.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        custodia.chmod(0o600)
    return custodia.read_text(encoding="utf-8")


SECRET_KEY = _segreto("SECRET_KEY")
# Signs the heads of the log; kept outside the database, so who can only write rows cannot forge a head.
REGISTRO_CHIAVE = _segreto("REGISTRO_CHIAVE")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if IN_PRODUZIONE else ["127.0.0.1", "localhost", "testserver"])
if IN_PRODUZIONE and not ALLOWED_HOSTS:
    messaggio = "Manca la variabile ALLOWED_HOSTS: elenca i nomi a cui il portale risponde."
    raise ImproperlyConfigured(messaggio)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django_linear_migrations",
    "core",
    "registro",
    "documenti",
    "ambiti",
    "utenti",
    "leps",
    "obiettivi",
    "piani",
    "tavoli",
    "assemblea",
    "accordi",
    "recepimento",
    "osservatorio",
    "scrivania",
    "demo",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "bootstrap_italia_template",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "js_asset",
    "django_prose_editor",
    "simple_history",
    "csp",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "core.middleware.identifica_richiesta",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.sessione_scaduta",
    "core.middleware.AccessoObbligatorio",
    "utenti.middleware.incarico_attivo",
    "django.contrib.messages.middleware.MessageMiddleware",
    "core.middleware.rifiuti_in_italiano",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "pianodizona.urls"
WSGI_APPLICATION = "pianodizona.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "utenti.context_processors.incarichi",
            ],
            "builtins": ["core.templatetags.italiano"],
        },
    }
]

# --- Data -------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'pianodizona.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA synchronous="
        + ("OFF;" if IN_TEST else "NORMAL;"),
    }
    # Threads fail on an in-memory database: the tests use a file.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if IN_TEST:  # nobody misses a test's rows after a power cut
        DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
# Each act opens its own transaction, so nothing slow is ever inside one.
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
if IN_PRODUZIONE and not REDIS_URL:
    messaggio = "Manca la variabile REDIS_URL: in produzione la coda dei lavori sta su Redis."
    raise ImproperlyConfigured(messaggio)
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_portale"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 9

# --- Jobs -------------------------------------------------------------------
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
else:
    CODA_DIR = VAR_DIR / "coda"
    CODA_DIR.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(CODA_DIR),
        "data_folder_out": str(CODA_DIR),
        "control_folder": str(CODA_DIR / "controllo"),
        "store_processed": False,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ALWAYS_EAGER = IN_TEST and env.bool("CELERY_EAGER", True)
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Rome"
# The beat only sends mail: each of these may run twice, or late, and nobody hears the same fact twice.
CELERY_BEAT_SCHEDULE = {
    "promemoria delle scadenze": {"task": "scrivania.tasks.ricorda_scadenze", "schedule": crontab(hour=7, minute=0)},
    "riepiloghi del giorno": {"task": "utenti.tasks.spedisci_riepiloghi", "schedule": crontab(hour=7, minute=30)},
    "posta non partita": {"task": "utenti.tasks.riprova_posta", "schedule": timedelta(minutes=10)},
}

# --- Files and limits -------------------------------------------------------
CONSERVATI_DIR = Path(env.str("CONSERVATI_DIR", str(VAR_DIR / "conservati")))
LIMITE_FILE_MB = env.int("LIMITE_FILE_MB", 50)
LIMITE_PIANO_MB = env.int("LIMITE_PIANO_MB", 10)
LIMITE_IMMAGINE_MB = env.int("LIMITE_IMMAGINE_MB", 10)
LIMITE_TESTO_CARATTERI = env.int("LIMITE_TESTO_CARATTERI", 200_000)
LIMITE_OFFICE_MB = env.int("LIMITE_OFFICE_MB", 50)
LIMITE_OFFICE_DISTESO_MB = env.int("LIMITE_OFFICE_DISTESO_MB", 300)
LIMITE_OFFICE_XML_MB = env.int("LIMITE_OFFICE_XML_MB", 60)
LIMITE_OFFICE_PARTI = env.int("LIMITE_OFFICE_PARTI", 5_000)
LIMITE_OFFICE_RAPPORTO = env.int("LIMITE_OFFICE_RAPPORTO", 100)
LIMITE_OFFICE_IMMAGINE_MB = env.int("LIMITE_OFFICE_IMMAGINE_MB", 20)
LIMITE_FOGLIO_MB = env.int("LIMITE_FOGLIO_MB", 10)
LIMITE_FOGLIO_RIGHE = env.int("LIMITE_FOGLIO_RIGHE", 10_000)
LIMITE_FOGLIO_COLONNE = env.int("LIMITE_FOGLIO_COLONNE", 100)
LIMITE_FOGLIO_CELLE = env.int("LIMITE_FOGLIO_CELLE", 200_000)
LIMITE_LAVORO_SECONDI = env.int("LIMITE_LAVORO_SECONDI", 600)
# Saves that a page makes by itself within so many minutes are one version in the history.
AUTOSALVATAGGIO_MINUTI = env.int("AUTOSALVATAGGIO_MINUTI", 10)
# Who is writing says so every twenty seconds: after these it is gone.
PRESENZA_SECONDI = env.int("PRESENZA_SECONDI", 40)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A table of 10 columns and 400 rows is saved whole.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": {
            "demo": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "test": "django.contrib.staticfiles.storage.StaticFilesStorage",
            "produzione": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        }[AMBIENTE]
    },
}
WHITENOISE_USE_FINDERS = not IN_PRODUZIONE
# Looks for a file when it is asked: the tests make a server for each client, and listing all files took half their time.
WHITENOISE_AUTOREFRESH = IN_TEST

# --- People -----------------------------------------------------------------
AUTH_USER_MODEL = "utenti.Utente"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "utenti.validators.LunghezzaMinima", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if IN_TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "scrivania:scrivania"
ACCOUNT_ADAPTER = "utenti.adapter.SoloSuInvito"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "osservatorio:home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# How many proxies of ours add to X-Forwarded-For: without it, behind one, all the visitors share its address and limits.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", 0)
if IN_TEST:
    ACCOUNT_RATE_LIMITS = False

# --- Mail -------------------------------------------------------------------
vars().update(env.email("EMAIL_URL", "memorymail://" if IN_TEST else "consolemail://"))
# A mail server that does not answer must not hold the worker.
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Portale Piani di Zona <non-rispondere@esempio.it>")
# The office that people write to; pages show it.
CONTATTO_PORTALE = env.str("CONTATTO_PORTALE", "portale@esempio.it")
INDIRIZZO_PORTALE = env.str("INDIRIZZO_PORTALE", "http://127.0.0.1:8000")

# --- Language ---------------------------------------------------------------
LANGUAGE_CODE = "it"
TIME_ZONE = "Europe/Rome"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Safety -----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "core.views.csrf_rifiutato"
if IN_PRODUZIONE:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^salute/$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- Pages ------------------------------------------------------------------
CRISPY_ALLOWED_TEMPLATE_PACKS = ("bootstrap_italia", "bootstrap5")
CRISPY_TEMPLATE_PACK = "bootstrap_italia"
CRISPY_FAIL_SILENTLY = IN_PRODUZIONE
RIGHE_PER_PAGINA = 25
# How many bodies may register themselves from one machine, and how many links go to one mail address, in the words of
# allauth's limits (same cache, same proxies).
LIMITE_REGISTRAZIONI = "5/h/ip,5/d/key"

# --- Logs -------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"richiesta": {"()": "core.logs.FiltroRichiesta"}},
    "formatters": {
        "json": {
            "()": "core.logs.FormatoJson",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(richiesta)s %(message)s",
            "rename_fields": {"asctime": "quando", "levelname": "livello", "name": "da", "message": "messaggio"},
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["richiesta"]}},
    "root": {"handlers": ["console"], "level": env.str("LIVELLO_LOG", "WARNING" if IN_TEST else "INFO")},
    "loggers": {
        "weasyprint": {"level": "ERROR"},
        "fontTools": {"level": "ERROR"},
        "pikepdf": {"level": "WARNING"},
        # Below an error it repeats the line of the request, with the whole address.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
