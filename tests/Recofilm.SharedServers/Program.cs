// Starts one PostgreSQL and one storage emulator, and runs a command whose tests share them, such as "dotnet test". The
// arguments are the command; its exit code is returned.
using System.Diagnostics;
using Recofilm.LocalStack;
using Recofilm.Testing;

// Ctrl-C reaches the command too, which ends by itself; the servers stop after it.
Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
var folder = TemporaryFolder.Create("servers");
try
{
    var postgres = TestPostgres.StartAsync(Path.Combine(folder, "postgres"));
    await using var azurite = await Azurite.StartAsync(new AzuriteOptions(Path.Combine(folder, "azurite")));
    await using var database = await postgres;
    var start = new ProcessStartInfo(args[0], args[1..]);
    start.Environment[TestPostgres.Variable] = database.ConnectionString;
    start.Environment[AzuriteFixture.Variable] = azurite.ConnectionString;
    using var command = Process.Start(start)!;
    await command.WaitForExitAsync();
    return command.ExitCode;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
