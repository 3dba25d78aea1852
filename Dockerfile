# docker build -t tourbus .                              Tourbus, see docs/deploy.md
# docker build -t tourbus-sandbox --target sandbox .     the sandbox, see compose.yaml

FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /build
COPY . .
RUN ./mvnw -B -ntp -DskipTests -Dmaven.repo.local=/build/.m2 package \
    && touch target/built \
    && mkdir /opt/tourbus \
    && tar -xzf target/tourbus-*-dist.tar.gz -C /opt/tourbus --strip-components=1

FROM build AS sandbox
RUN useradd --system --uid 10001 --home-dir /data tourbus \
    && mkdir /data \
    && chown tourbus /data
USER 10001
VOLUME /data
ENTRYPOINT ["./tourbus", "sandbox", "--folder", "/data/sandbox"]
CMD ["--serve"]

FROM eclipse-temurin:17-jre-noble
COPY --from=build /opt/tourbus /opt/tourbus
# The archive of classes fits the very Java that it was made with.
RUN useradd --system --uid 10001 --home-dir /data tourbus \
    && mkdir /data \
    && chown tourbus /data \
    && /opt/tourbus/bin/tourbus share-classes
ENV TOURBUS_STATE_FOLDER=/data TOURBUS_LOG_FORMAT=json
USER 10001
WORKDIR /data
VOLUME ["/data", "/tmp"]
EXPOSE 8080 9876
HEALTHCHECK --start-period=60s CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:9876/observe/health/live"]
ENTRYPOINT ["/opt/tourbus/bin/tourbus"]
CMD ["serve"]
