using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Services;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary><c>recofilm services</c>: keys of back ends that act for users.</summary>
internal static class ServicesCommand
{
    public static Command Create() =>
        new("services", "Issues and revokes keys of back ends that act for users.") { CreateService(), List(), Revoke() };

    private static Command CreateService()
    {
        var connection = new Connection();
        var name = new Argument<string>("name")
        {
            Description = "1 to 63 lower-case letters, digits, - and _, such as the back end's name.",
        };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } given && !Regex.IsMatch(given, ServiceStore.NamePattern))
                result.AddError($"name must be 1 to 63 lower-case letters, digits, - and _; got {given}.");
        });
        var command = new Command("create", "Registers a service and prints its key, once.") { name };
        connection.AddDatabaseTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var service = result.GetValue(name)!;
            var keys = UsersCommand.Keys(connection.Configure(result));
            await using var database = RecofilmDataSource.Create(connection.Database(result));
            using var connections = new ConnectionAdmission(database);
            var key = ServiceKeyRing.CreateKey();
            var now = TimeProvider.System.GetUtcNow();
            if (!await new ServiceStore(connections).CreateAsync(service, keys.Hash(key), now, cancellationToken))
                throw new CommandException($"there is a service {service} already; revoke it, or choose another name.");
            Terminal.Out.WriteLine($"service     {service}");
            Terminal.Out.WriteLine($"service_key {key}");
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var connection = new Connection();
        var command = new Command("list", "Lists services and when their keys were last used.");
        connection.AddDatabaseTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var database = RecofilmDataSource.Create(connection.Database(result));
            using var connections = new ConnectionAdmission(database);
            var table = new Table().AddColumns("Service", "Created", "Last used", "Revoked");
            foreach (var service in await new ServiceStore(connections).ListAsync(cancellationToken))
                table.AddRow(service.Name, Show(service.CreatedAt), Show(service.LastUsedAt), Show(service.RevokedAt));
            Terminal.Out.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Revoke()
    {
        var connection = new Connection();
        var name = new Argument<string>("name") { Description = "The service." };
        var command = new Command("revoke", "Makes a service's key invalid, within seconds on every instance.") { name };
        connection.AddDatabaseTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var service = result.GetValue(name)!;
            await using var database = RecofilmDataSource.Create(connection.Database(result));
            using var connections = new ConnectionAdmission(database);
            if (!await new ServiceStore(connections).RevokeAsync(service, TimeProvider.System.GetUtcNow(), cancellationToken))
                throw new CommandException($"there is no service {service}.");
            Terminal.Out.WriteLine($"{service} is revoked.");
            return 0;
        });
        return command;
    }

    private static string Show(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";
}
