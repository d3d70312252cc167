# syntax=docker/dockerfile:1
# Pointwise's command line on the CUDA runtime: docker run --rm --gpus all pointwise bench
# Whoever publishes the image pins both base images by the digests that they then get: FROM name:tag@sha256:...
ARG CUDA=12.6.3

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml .
COPY .mvn .mvn
COPY src/main src/main
RUN mvn -B -DskipTests package
# What the jar needs of the JDK: jdeps --print-module-deps, less java.sql, which Gson and Picocli use where it is there.
RUN jlink --no-header-files --no-man-pages --strip-debug --compress=zip-6 \
    --add-modules java.base,java.logging,java.management,jdk.management,jdk.unsupported \
    --output /opt/java

FROM nvidia/cuda:${CUDA}-base-ubuntu24.04
ARG CUDA
RUN series=$(echo "$CUDA" | cut -d. -f1,2 | tr . -) \
    && apt-get update \
    && apt-get install -y --no-install-recommends "libcublas-$series" "cuda-nvrtc-$series" \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 pointwise
COPY --from=build /opt/java /opt/java
COPY --from=build /src/target/pointwise-cli.jar /opt/pointwise/pointwise-cli.jar
COPY --from=build /src/target/classes/man /usr/local/share/man
COPY --from=build /src/target/classes/META-INF/sbom /src/target/classes/META-INF/THIRD-PARTY.txt /usr/share/doc/pointwise/
COPY --chmod=755 scripts/container-entrypoint /usr/local/bin/pointwise

LABEL org.opencontainers.image.title="Pointwise" \
      org.opencontainers.image.description="1x1 convolution layers on NVIDIA GPUs: benchmark and command line" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="nvidia/cuda"

USER pointwise
WORKDIR /home/pointwise
ENV NVIDIA_VISIBLE_DEVICES=all NVIDIA_DRIVER_CAPABILITIES=compute,utility
ENTRYPOINT ["pointwise"]
CMD ["--help"]
