using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Cli.Local;
using Recofilm.Core;

namespace Recofilm.Cli.Commands;

/// <summary>
/// The options by which a command finds the database and the storage, and what they stand for: an option wins over an
/// environment variable, which wins over what <c>recofilm up</c> last started.
/// </summary>
internal sealed class Connection
{
    private readonly Option<string?> _database = new("--database")
    {
        Description = "Npgsql connection string. Default: ConnectionStrings__Recofilm, else the database of 'recofilm up'.",
    };

    private readonly Option<string?> _storage = new("--storage")
    {
        Description = "Azure Storage connection string. Default: Recofilm__Storage__ConnectionString, else the storage of 'recofilm up'.",
    };

    private readonly Option<string?> _container = new("--container")
    {
        Description = "Blob container of the models. Default: Recofilm__Storage__Container.",
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder of local state. Default: .recofilm beside the solution, else in the current folder.",
    };

    /// <summary>Adds the options to a command that needs the database.</summary>
    public Command AddDatabaseTo(Command command)
    {
        command.Options.Add(_database);
        command.Options.Add(_state);
        return command;
    }

    /// <summary>Adds the options to a command that needs the storage, too.</summary>
    public Command AddTo(Command command)
    {
        command.Options.Add(_storage);
        command.Options.Add(_container);
        return AddDatabaseTo(command);
    }

    /// <summary>The configuration that a command line stands for.</summary>
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

    /// <summary>The database's connection string.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public string Database(ParseResult result) => Configure(result).GetConnectionString("Recofilm")
        ?? throw new CommandException(
            "no database is known: give --database, set ConnectionStrings__Recofilm, or start one with 'recofilm up'.");

    /// <summary>The product's parts, connected.</summary>
    /// <exception cref="CommandException">The database or the storage is not known.</exception>
    public ServiceProvider Connect(ParseResult result)
    {
        Database(result);
        return Build(result);
    }

    /// <summary>The product's parts; what they are not told of fails when it is asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="replace">Adds parts that take the place of the product's own.</param>
    public ServiceProvider Build(ParseResult result, Action<IServiceCollection>? replace = null)
    {
        var configuration = Configure(result);
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration);
        replace?.Invoke(services);
        return services.AddRecofilmCore(configuration).BuildServiceProvider();
    }
}
