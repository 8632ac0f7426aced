# The program without a Functions host, for Kubernetes and docker compose; the recofilm command is in it, too:
#   docker build --tag recofilm .
#   docker run --rm --env ConnectionStrings__Recofilm=… --entrypoint dotnet recofilm recofilm.dll migrate
FROM node:22-bookworm-slim AS web
WORKDIR /source
COPY package.json package-lock.json ./
COPY clients/recofilm-client/package.json clients/recofilm-client/
COPY web/package.json web/
RUN npm ci --workspace clients/recofilm-client --workspace web --ignore-scripts --no-audit --no-fund
COPY clients clients
COPY web web
RUN npm run build --workspace web

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
COPY --from=web /source/Recofilm.Functions/wwwroot Recofilm.Functions/wwwroot
RUN dotnet publish Recofilm.Functions --configuration Release --output /app --property:BuildWebsite=false \
 && dotnet publish Recofilm.Cli --configuration Release --output /app --property:BuildWebsite=false

# Without a shell, a package manager or root: user 1654 listens on 8080.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
USER 1654:1654
ENTRYPOINT ["dotnet", "Recofilm.Functions.dll"]
