using System.CommandLine;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Recofilm.Core;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database;
using Recofilm.LocalStack;

namespace Recofilm.Cli.Commands;

/// <summary>
/// The options by which a command finds the database and the storage. An option takes precedence over an environment
/// variable, which takes precedence over the servers that <c>recofilm up</c> last started.
/// </summary>
internal sealed class Connection
{
    /// <summary>The longest time the storage may take to answer an interactive command.</summary>
    public static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(10);

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Npgsql connection string. Default: ConnectionStrings__Recofilm, else the database of 'recofilm up'.",
    };

    private readonly Option<string?> _storage = new("--storage")
    {
        Description = "Azure Storage connection string. "
            + "Default: Recofilm__Storage__ConnectionString, else the storage of 'recofilm up'.",
    };

    private readonly Option<string?> _container = new("--container")
    {
        Description = "Blob container of the models. Default: Recofilm__Storage__Container.",
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder of local state. Default: .recofilm beside the solution of the current folder, "
            + "else of this command, else in the current folder.",
    };

    /// <summary>Adds the options to a command that needs the database.</summary>
    public Command AddDatabaseTo(Command command)
    {
        command.Options.Add(_database);
        command.Options.Add(_state);
        return command;
    }

    /// <summary>Adds the options to a command that needs the database and the storage.</summary>
    public Command AddTo(Command command)
    {
        command.Options.Add(_storage);
        command.Options.Add(_container);
        return AddDatabaseTo(command);
    }

    /// <summary>Returns the configuration of a command line.</summary>
    public IConfigurationRoot Configure(ParseResult result)
    {
        var given = new Dictionary<string, string?>();
        Give("ConnectionStrings:Recofilm", _database);
        Give("Recofilm:Storage:ConnectionString", _storage);
        Give("Recofilm:Storage:Container", _container);
        return new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(LocalState.Locate(result.GetValue(_state)), LocalSettings.FileName), optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(given)
            .Build();

        void Give(string key, Option<string?> option)
        {
            if (result.CommandResult.Command.Options.Contains(option) && result.GetValue(option) is { } value)
                given[key] = value;
        }
    }

    /// <summary>Returns the connection string of the database.</summary>
    /// <exception cref="CommandException">The connection string is missing or invalid.</exception>
    public string Database(ParseResult result)
    {
        var options = new DatabaseOptions { ConnectionString = Configure(result).GetConnectionString("Recofilm") };
        if (options.ConnectionString is null)
        {
            throw new CommandException(
                "no database is known: give --database, set ConnectionStrings__Recofilm, or start one with 'recofilm up'.");
        }

        return options.Problems().FirstOrDefault() is { } problem
            ? throw new CommandException(problem)
            : options.ConnectionString;
    }

    /// <summary>Returns the services of the product for a command that needs its database.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="storageTimeout">The longest time the storage may take to answer; by default that of a training.</param>
    /// <exception cref="CommandException">
    /// The database's connection string is missing or invalid, or the configuration has an unknown setting.
    /// </exception>
    public ServiceProvider Connect(ParseResult result, TimeSpan? storageTimeout = null)
    {
        Database(result);
        return Build(result, storageTimeout);
    }

    /// <summary>Returns the services of the product; a service whose settings are missing throws when it is resolved.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="storageTimeout">The longest time the storage may take to answer; by default that of a training.</param>
    /// <exception cref="CommandException">The configuration has an unknown setting.</exception>
    public ServiceProvider Build(ParseResult result, TimeSpan? storageTimeout = null)
    {
        var configuration = Configure(result);
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        // With retries, a storage that is down would take longer to fail than a user waits.
        if (storageTimeout is { } timeout)
            services.AddSingleton(new BlobClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = timeout } });
        var provider = services.AddRecofilmCore(configuration).BuildServiceProvider();

        // The environment may also hold settings of the program that serves, which this command does not know.
        var known = provider.GetRequiredService<IOptions<KnownSettings>>().Value;
        var unknown = known.Problems(configuration, otherSections: false).ToList();
        return unknown.Count == 0 ? provider : throw new CommandException(string.Join(' ', unknown));
    }
}
