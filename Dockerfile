# Base images are pinned by digest: a tag can be moved to another image, a digest cannot. Both digests are indexes of all
# platforms (Node 24.19.0 on Debian 12; distroless of 2026-10). To renew one: docker buildx imagetools inspect <image>:<tag>.

# What it takes to build the console stays in this stage.
FROM node:24-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df AS console

WORKDIR /app
COPY package.json package-lock.json ./
COPY console/package.json ./console/
# With optional dependencies: the bundler's binary is one.
RUN npm ci --ignore-scripts
COPY tsconfig.json schema.graphql ./
COPY console ./console
RUN npm run console

# What it takes to install stays in this stage: npm, its cache, a shell.
FROM node:24-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df AS build

WORKDIR /app
COPY package.json package-lock.json ./
COPY console/package.json ./console/
RUN npm ci --omit=dev --omit=optional --ignore-scripts
# Half of what packages bring is for editors, debuggers, bundlers and their own tests; licences stay.
RUN find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.md' \) ! -iname 'licen[cs]e*' -delete && \
    find node_modules -type d \( -name dist-es -o -name test \) -prune -exec rm -rf {} + && \
    rm -f node_modules/@graphql-yoga/render-graphiql/cjs/graphiql.js

# Node and what it links to: no shell, no package manager, nobody who is root.
FROM gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a

ENV NODE_ENV=production
WORKDIR /app

COPY --from=build /app/node_modules ./node_modules
COPY --from=console /app/console/dist ./console/dist
COPY package.json schema.subgraph.graphql ./
COPY src ./src
COPY emulator ./emulator

# By number, which Kubernetes can tell from root. Nothing in here is this user's: it may be read, and not written.
USER 65532:65532
# Others can reach it there, so it does not start until GATEWAY_AUTH says who may: jwt, or none.
ENV HOST=0.0.0.0
# Nothing is changed until somebody says so.
ENV GATEWAY_MUTATIONS=off
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["/nodejs/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Node itself, not npm: signals then reach it, and SIGTERM drains.
ENTRYPOINT ["/nodejs/bin/node"]
CMD ["--max-semi-space-size=16", "--preserve-symlinks", "--preserve-symlinks-main", "src/start.js"]
