# Build: mvn -q package -DskipTests && docker build -t tocsin .
# The jar is extracted and a class-data archive is made for exactly this layout, so that it starts in seconds.
FROM eclipse-temurin:25-jre AS archive
WORKDIR /opt/tocsin
COPY target/tocsin.jar /tmp/tocsin.jar
RUN java -Djarmode=tools -jar /tmp/tocsin.jar extract --destination /opt/tocsin
COPY java.options /opt/tocsin/java.options
RUN java @/opt/tocsin/java.options -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
    -XX:AOTCacheOutput=/opt/tocsin/tocsin.aot \
    -Dspring.context.exit=onRefresh -Dtocsin.data.dir=/tmp/data -jar /opt/tocsin/tocsin.jar

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 tocsin && mkdir -p /var/lib/tocsin /etc/tocsin/rules && chown -R tocsin /var/lib/tocsin
WORKDIR /etc/tocsin
COPY --from=archive /opt/tocsin /opt/tocsin
COPY templates /etc/tocsin/templates
ENV TOCSIN_ADDRESS=0.0.0.0 TOCSIN_DATA_DIR=/var/lib/tocsin TOCSIN_RULES_DIR=/etc/tocsin/rules \
    TOCSIN_TEMPLATES_DIR=/etc/tocsin/templates
USER 10001
EXPOSE 8080
VOLUME /var/lib/tocsin
ENTRYPOINT ["java", "@/opt/tocsin/java.options", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED", \
    "-XX:AOTCache=/opt/tocsin/tocsin.aot", "-jar", "/opt/tocsin/tocsin.jar"]
