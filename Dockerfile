# docker build -t tocsin:local .
# The jar is extracted and an archive of classes is made for exactly this layout, so that it starts in seconds.
FROM maven:3.9.9-eclipse-temurin-17 AS jar
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
RUN mvn -B -ntp -q package -Dmaven.test.skip=true -Dspotless.check.skip=true

FROM eclipse-temurin:25.0.3_9-jre AS archive
WORKDIR /opt/tocsin
COPY --from=jar /build/target/tocsin.jar /tmp/tocsin.jar
RUN java -Djarmode=tools -jar /tmp/tocsin.jar extract --destination /opt/tocsin
COPY java.options docker/tocsin docker/healthcheck /opt/tocsin/
RUN /opt/tocsin/tocsin --make-archive && chmod -R a-w,a+rX /opt/tocsin

FROM eclipse-temurin:25.0.3_9-jre
LABEL org.opencontainers.image.title="Tocsin" \
    org.opencontainers.image.description="Alerting gateway for logs" \
    org.opencontainers.image.licenses="Apache-2.0" \
    org.opencontainers.image.version="0.2.0"
RUN useradd --system --uid 10001 --no-create-home tocsin \
    && mkdir -p /var/lib/tocsin /etc/tocsin/rules /etc/tocsin/config && chown -R tocsin /var/lib/tocsin
WORKDIR /etc/tocsin
COPY --from=archive /opt/tocsin /opt/tocsin
COPY templates /etc/tocsin/templates
ENV TOCSIN_ADDRESS=0.0.0.0 TOCSIN_DATA_DIR=/var/lib/tocsin TOCSIN_RULES_DIR=/etc/tocsin/rules \
    TOCSIN_TEMPLATES_DIR=/etc/tocsin/templates
USER 10001
EXPOSE 8080
VOLUME /var/lib/tocsin
# Nothing else is written to: docker run --read-only --tmpfs /tmp
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/tocsin/healthcheck"]
ENTRYPOINT ["/opt/tocsin/tocsin"]
