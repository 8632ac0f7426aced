using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Serving;

namespace Recofilm.Functions.Hosting;

/// <summary>Starts work that the first request would wait for, while the program is still starting.</summary>
internal static class EarlyStart
{
    // No user has identifier 0: identifiers begin at 1.
    private const int Nobody = 0;

    /// <summary>Begins to load the model and to connect to the database; the host's own start continues from there.</summary>
    public static void BeginLoading(this WebApplication app)
    {
        Begin(app, services =>
        {
            services.GetRequiredService<ModelRefresher>().Begin();
            return Task.CompletedTask;
        });
        Begin(app, services => services.GetRequiredService<UserHistoryStore>().ReadAsync(Nobody));
    }

    private static void Begin(WebApplication app, Func<IServiceProvider, Task> begin) => Task.Run(async () =>
    {
        try
        {
            await begin(app.Services);
        }
        catch (Exception exception) when (exception is OptionsValidationException or NpgsqlException or TimeoutException)
        {
            // Start-up validation reports bad settings; the next query reports an unreachable database.
        }
    });
}
