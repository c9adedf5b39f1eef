# Two steps: build a virtual environment, then run it as an ordinary user.
FROM python:3.11-slim-bookworm AS build
WORKDIR /twain
COPY requirements.txt ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir -r requirements.txt
COPY scripts/catalogues.py scripts/catalogues.py
COPY translations translations
RUN .venv/bin/python scripts/catalogues.py compile

FROM python:3.11-slim-bookworm
RUN useradd --system --create-home --uid 10001 twain
WORKDIR /twain
COPY --from=build /twain/.venv .venv
COPY --from=build /twain/translations translations
COPY app app
COPY templates templates
COPY static static
COPY migrations migrations
COPY Procfile ./
ENV PATH="/twain/.venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=2 \
    TWAIN_MODE=production \
    TWAIN_INSTANCE=/var/lib/twain \
    HOST=0.0.0.0 \
    PORT=8000
RUN install -d -o twain /var/lib/twain
USER twain
VOLUME /var/lib/twain
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "app.together"]
