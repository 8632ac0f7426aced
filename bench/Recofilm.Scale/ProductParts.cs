using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core;

namespace Recofilm.Scale;

/// <summary>The product's parts as the program composes them, for what is measured inside this process.</summary>
internal static class ProductParts
{
    /// <summary>Connects them to the servers that settings name.</summary>
    /// <param name="settings">The program's configuration by key.</param>
    public static ServiceProvider Connect(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings!).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration)
            .AddRecofilmCore(configuration).BuildServiceProvider();
    }
}
