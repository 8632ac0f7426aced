namespace Recofilm.Functions.Hosting;

/// <summary>Where the program finds its files, and which environment it is in.</summary>
internal static class HostEnvironment
{
    /// <summary>
    /// The folder of the program, whatever the current folder is; and the environment that the Functions host names,
    /// unless ASP.NET Core's own variables do.
    /// </summary>
    public static WebApplicationOptions Options(string[] args) => new()
    {
        Args = args,
        ContentRootPath = AppContext.BaseDirectory,
        EnvironmentName = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
    };
}
