using System.Text.RegularExpressions;
using Recofilm.Cli;
using Recofilm.Infrastructure.Tests.Bicep;

namespace Recofilm.Infrastructure.Tests.Workflows;

public sealed partial class HookTests(CompiledTemplates templates)
{
    public static TheoryData<string> Hooks => [.. Repository.Files("infra/hooks", "*.sh")];

    [Fact]
    public void Azd_finds_the_templates_and_the_hooks()
    {
        var azure = Yaml.Read("azure.yaml");

        Assert.True(Repository.Has($"{azure.Text("infra", "path")}/{azure.Text("infra", "module")}.bicep"));
        Assert.Equal(
            ["preup", "preprovision", "postprovision", "predeploy", "postdeploy"],
            azure["hooks"]!.AsObject().Select(hook => hook.Key));
        Assert.All(azure["hooks"]!.AsObject(), hook => Assert.True(Repository.Has(hook.Value.Text("run")!)));
    }

    [Theory, MemberData(nameof(Hooks))]
    public void A_hook_is_a_posix_script_that_stops_at_the_first_failure(string hook)
    {
        var text = Repository.Read(hook);

        Assert.StartsWith("#!/bin/sh\n", text, StringComparison.Ordinal);
        Assert.Contains("\nset -eu\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[[", text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.True(
                File.GetUnixFileMode(Repository.PathOf(hook)).HasFlag(UnixFileMode.UserExecute), $"{hook} has no run bit.");
        }
    }

    [Theory, MemberData(nameof(Hooks))]
    public async Task What_a_hook_is_told_is_what_the_deployment_says(string hook)
    {
        var outputs = (await templates.TemplateAsync())["outputs"]!.AsObject().Select(output => output.Key).ToHashSet();
        // These go in rather than come out: azd sets them, or a person does.
        outputs.UnionWith(
        [
            "RECOFILM_PARAMETERS", "RECOFILM_DEPLOYER_NAME", "RECOFILM_DEPLOYER_TYPE", "RECOFILM_DEPLOYER_ADDRESS",
            "RECOFILM_CHECK_ATTEMPTS", "RECOFILM_CHECK_PAUSE",
        ]);

        Assert.Empty(Variable().Matches(Repository.Read(hook)).Select(match => match.Value).Except(outputs));
    }

    [Theory, MemberData(nameof(Hooks))]
    public void The_scripts_and_files_a_hook_uses_are_there(string hook)
    {
        var text = Repository.Read(hook);

        foreach (var path in RepositoryPath().Matches(text).Select(match => match.Value))
            Assert.True(Repository.Has(path), path);
        foreach (var sibling in SiblingScript().Matches(text).Select(match => match.Groups["name"].Value))
            Assert.True(Repository.Has($"infra/hooks/{sibling}"), sibling);
    }

    [Theory, MemberData(nameof(Hooks))]
    public void The_recofilm_commands_a_hook_uses_exist(string hook)
    {
        var text = Repository.Read(hook).Replace("\\\n", " ", StringComparison.Ordinal);
        foreach (Match match in CommandLine().Matches(text))
        {
            var words = Word().Matches(match.Groups["words"].Value).Select(word => word.Value.Trim('"'));
            var errors = RecofilmCommand.Create().Parse([.. words]).Errors;
            Assert.Empty(errors.Select(error => error.Message));
        }
    }

    [GeneratedRegex(@"RECOFILM_[A-Z_]+", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<![\w/])infra/(?:hooks|sql|bicep)/(?!main\.bicepparam)[\w-]+\.\w+", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"^\./(?<name>[\w-]+\.sh)", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex SiblingScript();

    [GeneratedRegex(
        @"dotnet run --project Recofilm\.Cli --configuration Release -- (?<words>[^\n]*)", RegexOptions.CultureInvariant)]
    private static partial Regex CommandLine();

    [GeneratedRegex("\"[^\"]*\"|\\S+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
