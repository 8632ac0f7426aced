using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Users;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm users</c>: registers users and gives them keys.</summary>
internal static class UsersCommand
{
    public static Command Create() => new("users", "Registers users and gives them keys.") { CreateUser(), IssueKey() };

    private static Command CreateUser()
    {
        var connection = new Connection();
        var operates = new Option<bool>("--operator") { Description = "May train and switch models." };
        var command = new Command("create", "Registers a user and prints the key, once.") { operates };
        connection.AddDatabaseTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var keys = Keys(connection.Configure(result));
            await using var database = RecofilmDataSource.Create(connection.Database(result));
            using var connections = new ConnectionAdmission(database);
            var key = UserKeys.Create();
            var role = result.GetValue(operates) ? UserRole.Operator : UserRole.User;
            var userId = await new UserStore(connections).CreateAsync(role, keys.Hash(key), cancellationToken: cancellationToken);
            Print(userId, key);
            return 0;
        });
        return command;
    }

    private static Command IssueKey()
    {
        var connection = new Connection();
        var user = new Argument<int>("user_id")
        {
            Description = "An existing user, such as one that came with imported ratings.",
        };
        var command = new Command("issue-key", "Replaces a user's key and prints the new one, once.") { user };
        connection.AddDatabaseTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var keys = Keys(connection.Configure(result));
            var userId = result.GetValue(user);
            await using var database = RecofilmDataSource.Create(connection.Database(result));
            using var connections = new ConnectionAdmission(database);
            var key = UserKeys.Create();
            if (!await new UserStore(connections).SetKeyAsync(userId, keys.Hash(key), cancellationToken))
                throw new CommandException($"there is no user {userId}.");
            Print(userId, key);
            return 0;
        });
        return command;
    }

    /// <summary>Hashes keys as the program does.</summary>
    /// <exception cref="CommandException">The configuration has no pepper, or an invalid one.</exception>
    public static UserKeys Keys(IConfiguration configuration)
    {
        var pepper = configuration["Recofilm:Authentication:Pepper"]
            ?? throw new CommandException(
                "no pepper is known: set Recofilm__Authentication__Pepper to the program's, or start with 'recofilm up'.");
        try
        {
            return new UserKeys(pepper);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException("Recofilm:Authentication:Pepper: " + exception.Message, exception);
        }
    }

    private static void Print(int userId, string key)
    {
        Terminal.Out.WriteLine($"user_id  {userId}");
        Terminal.Out.WriteLine($"user_key {key}");
    }
}
