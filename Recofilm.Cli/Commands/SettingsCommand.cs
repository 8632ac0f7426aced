using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recofilm.LocalStack;
using Spectre.Console;

namespace Recofilm.Cli.Commands;

/// <summary>
/// <c>recofilm settings</c>: writes the settings with which <c>func start</c> uses the servers of <c>recofilm up</c>.
/// </summary>
internal static class SettingsCommand
{
    private const string FileName = "local.settings.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var output = new Option<FileInfo?>("--output")
        {
            Description = $"The file to write. Default: {FileName} in the folder of the built program.",
        };
        var state = new Option<string?>("--state")
        {
            Description = "Folder of local state. Default: .recofilm beside the solution, else in the current folder.",
        };
        var command = new Command("settings", $"Writes the {FileName} with which 'func start' uses the servers of 'up'.")
        {
            output, state,
        };
        command.SetAction(result =>
        {
            var file = result.GetValue(output) ?? new FileInfo(Path.Combine(LocalProgram.Folder, FileName));
            Write(file.FullName, LocalSettings.Read(LocalState.Locate(result.GetValue(state))));
            Terminal.Out.WriteLine($"{file.FullName} holds secrets, so only you can read it. Next:");
            Terminal.Out.WriteLine($"cd {file.DirectoryName} && func start --port 7072");
        });
        return command;
    }

    private static void Write(string path, IReadOnlyDictionary<string, string> settings)
    {
        var values = FuncTool.Variables(settings).OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Select(variable => KeyValuePair.Create<string, JsonNode?>(variable.Key, variable.Value));
        var content = new JsonObject { ["IsEncrypted"] = false, ["Values"] = new JsonObject(values) };
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        JsonSerializer.Serialize(stream, content, Indented);
    }
}
