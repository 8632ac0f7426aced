using Microsoft.Extensions.Options;
using Recofilm.Core.Serving;

namespace Recofilm.Functions.Hosting;

/// <summary>Loads the model while the program is still being put together.</summary>
internal static class EarlyModel
{
    /// <summary>Begins; the host's own start goes on from there.</summary>
    public static void BeginLoading(this WebApplication app) => Task.Run(() =>
    {
        try
        {
            app.Services.GetRequiredService<ModelRefresher>().Begin();
        }
        catch (OptionsValidationException)
        {
            // The host says so when it starts, with whatever else is wrong.
        }
    });
}
