# The program without a Functions host, for Kubernetes and docker compose; the recofilm command is in it, too:
#   docker build --tag recofilm .
#   docker run --rm --env ConnectionStrings__Recofilm=… --entrypoint dotnet recofilm recofilm.dll migrate
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish Recofilm.Functions --configuration Release --output /app \
 && dotnet publish Recofilm.Cli --configuration Release --output /app

# Without a shell, a package manager or root: user 1654 listens on 8080.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
USER 1654:1654
ENTRYPOINT ["dotnet", "Recofilm.Functions.dll"]
