# The service in a container. Alone it keeps its own PostgreSQL in the volume; with OFFICE_DATABASE_URL it keeps none.
#
#   docker build -t shuniu .
#   docker run --rm --init -v shuniu:/var/lib/shuniu shuniu shuniu admin migrate
#   docker run --init -p 127.0.0.1:8000:8000 -v shuniu:/var/lib/shuniu shuniu
#
# The base image can be taken from elsewhere: --build-arg PYTHON_IMAGE=registry.intranet/python:3.11-slim
ARG PYTHON_IMAGE=python:3.11-slim

FROM ${PYTHON_IMAGE} AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/shuniu/venv
ENV PATH=/opt/shuniu/venv/bin:$PATH
WORKDIR /opt/shuniu
COPY requirements.txt requirements.in ./
RUN pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY alembic alembic
COPY app app
# In place, as in a checkout: the migrations lie beside the package.
RUN pip install --no-deps --no-build-isolation -e . && python -m compileall -q app

FROM ${PYTHON_IMAGE}
RUN useradd --system --uid 10001 --home-dir /var/lib/shuniu --shell /usr/sbin/nologin shuniu \
    && install -d -o shuniu -g shuniu -m 0750 /var/lib/shuniu
COPY --from=build /opt/shuniu /opt/shuniu
ENV PATH=/opt/shuniu/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OFFICE_DATA_DIR=/var/lib/shuniu
USER shuniu
WORKDIR /opt/shuniu
VOLUME /var/lib/shuniu
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ.get('OFFICE_PORT', '8000') + '/livez', timeout=4)"]
CMD ["shuniu", "serve", "--host", "0.0.0.0"]
