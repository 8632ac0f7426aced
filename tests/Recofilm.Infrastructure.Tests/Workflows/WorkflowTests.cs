using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Recofilm.Infrastructure.Tests.Workflows;

public sealed partial class WorkflowTests
{
    private static readonly string[] _commandsOfTheRunner =
    [
        "artifacts/recofilm.zip", "az", "bash", "cat", "cp", "curl", "dotnet", "echo", "export", "fi", "gh", "if", "npm",
        "shellcheck", "tee", "{",
    ];

    public static TheoryData<string> Workflows => [.. Repository.Files(".github/workflows", "*.yml")];

    [Fact]
    public void There_are_the_six() =>
        Assert.Equal(
            ["ci.yml", "codeql.yml", "dependency-review.yml", "deploy.yml", "mutation.yml", "scorecard.yml"],
            Workflows.Select(row => Path.GetFileName(row.Data)));

    [Theory, MemberData(nameof(Workflows))]
    public void A_workflow_has_no_rights_and_each_job_names_its_own(string workflow)
    {
        var document = Yaml.Read(workflow);

        Assert.Empty(document["permissions"]!.AsObject());
        Assert.All(document["jobs"]!.AsObject(), job =>
        {
            Assert.NotNull(job.Value!["timeout-minutes"]);
            var rights = job.Value["permissions"]!.AsObject().ToDictionary(right => right.Key, right => right.Value!.ToString());
            // Only the job that publishes a release writes to the repository, and it runs nothing else.
            Assert.Equal(job.Key == "release" ? "write" : "read", rights["contents"]);
            Assert.Empty(rights.Keys.Except(["contents", "id-token", "security-events", "attestations"]));
        });
    }

    [Theory, MemberData(nameof(Workflows))]
    public void Actions_are_pinned_by_commit_and_say_their_version(string workflow)
    {
        var uses = Repository.Read(workflow).Split('\n').Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, line => Assert.Matches(PinnedAction(), line));
    }

    [Fact]
    public void One_action_is_one_commit_everywhere()
    {
        var commits = Workflows.SelectMany(row => PinnedAction().Matches(Repository.Read(row.Data)))
            .Select(match => (Action: match.Groups["action"].Value, Commit: match.Groups["commit"].Value))
            .Distinct();

        Assert.Equal(commits.Count(), commits.DistinctBy(pair => pair.Action).Count());
    }

    [Theory, MemberData(nameof(Workflows))]
    public void Nothing_secret_is_stored(string workflow) =>
        Assert.DoesNotContain("secrets.", Repository.Read(workflow), StringComparison.Ordinal);

    [Theory, MemberData(nameof(Workflows))]
    public void A_checkout_leaves_no_credentials_behind(string workflow)
    {
        var checkouts = Steps(Yaml.Read(workflow))
            .Where(step => step.Text("uses")?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true);

        Assert.NotEmpty(checkouts);
        Assert.All(checkouts, checkout => Assert.Equal("false", checkout.Text("with", "persist-credentials")));
    }

    [Theory, MemberData(nameof(Workflows))]
    public void What_a_step_runs_is_there(string workflow)
    {
        foreach (var script in Steps(Yaml.Read(workflow)).Select(step => step.Text("run")).OfType<string>())
        {
            foreach (var path in RepositoryPath().Matches(script).Select(match => match.Value))
            {
                var found = path.Contains('*', StringComparison.Ordinal)
                    ? Repository.Files(Path.GetDirectoryName(path)!, Path.GetFileName(path)).Any()
                    : Repository.Has(path.Replace("$AZURE_ENV_NAME", "prod", StringComparison.Ordinal))
                        && Repository.Has(path.Replace("$AZURE_ENV_NAME", "dev", StringComparison.Ordinal));
                Assert.True(found, path);
            }

            foreach (var command in script.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(IsCommand))
                Assert.True(Repository.Has(command) || _commandsOfTheRunner.Contains(command), command);
        }
    }

    [Theory, MemberData(nameof(Workflows))]
    public void No_script_is_put_together_from_what_others_write(string workflow) =>
        Assert.All(
            Steps(Yaml.Read(workflow)).Select(step => step.Text("run")).OfType<string>(),
            script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));

    [Fact]
    public void Continuous_integration_is_the_repository_s_own_script() =>
        Assert.Contains("bash .ci/run", Steps(Yaml.Read(".github/workflows/ci.yml")).Select(step => step.Text("run")));

    [Fact]
    public void A_deployment_is_planned_approved_tested_and_taken_back_if_it_fails()
    {
        var jobs = Yaml.Read(".github/workflows/deploy.yml")["jobs"]!;
        var deploy = jobs["deploy"]!;
        string[] steps =
            [.. deploy["steps"]!.AsArray().Select(step => step.Text("run")).OfType<string>().Select(run => run.Trim())];

        Assert.Equal(["package", "what-if"], deploy["needs"]!.AsArray().Select(job => job!.ToString()));
        Assert.Contains("az deployment sub what-if", jobs["what-if"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("${{ inputs.environment || 'dev' }}", deploy.Text("environment"));
        Assert.Equal("${{ inputs.environment || 'dev' }}-plan", jobs.Text("what-if", "environment"));
        Assert.Equal("write", deploy.Text("permissions", "id-token"));
        string[] order =
        [
            "infra/hooks/migrate.sh", "infra/hooks/deploy.sh", "infra/hooks/smoke-test.sh",
            "infra/hooks/rollback.sh", "infra/hooks/keep-package.sh",
        ];
        Assert.Equal(order, steps.Where(order.Contains));
        var rollback = deploy["steps"]!.AsArray().Single(step => step.Text("run") == "infra/hooks/rollback.sh");
        Assert.StartsWith("failure() && ", rollback.Text("if"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_is_signed_with_its_bill_of_materials_and_only_such_a_package_is_deployed()
    {
        var jobs = Yaml.Read(".github/workflows/deploy.yml")["jobs"]!;
        var package = jobs["package"]!["steps"]!.AsArray();
        var attestations = package.Where(step => step.Text("uses")?.Split('@')[0] == "actions/attest").ToList();
        var deploy = jobs["deploy"]!["steps"]!.AsArray()
            .Select(step => step.Text("run")?.Trim() ?? step.Text("uses")!.Split('@')[0]).ToList();

        Assert.Equal(
            [null, "artifacts/recofilm.cdx.json", "artifacts/page.cdx.json"],
            attestations.Select(step => step.Text("with", "sbom-path")));
        Assert.All(attestations, step => Assert.Equal("artifacts/recofilm.zip", step.Text("with", "subject-path")));
        Assert.Equal("write", jobs.Text("package", "permissions", "attestations"));
        Assert.Equal("write", jobs.Text("package", "permissions", "id-token"));
        var verified = deploy.FindIndex(step => step.Contains("gh attestation verify artifacts/recofilm.zip "));
        Assert.InRange(verified, deploy.IndexOf("actions/download-artifact") + 1, deploy.IndexOf("azure/login") - 1);
        Assert.Equal("deploy", jobs.Text("release", "needs"));
        Assert.Equal("inputs.environment == 'prod'", jobs.Text("release", "if"));
    }

    [Fact]
    public void Dependabot_follows_every_kind_of_dependency()
    {
        var updates = Yaml.Read(".github/dependabot.yml")["updates"]!.AsArray();

        Assert.Equal(
            ["docker", "docker-compose", "github-actions", "npm", "nuget"],
            updates.Select(update => update.Text("package-ecosystem")).Order());
        var npm = Assert.Single(updates, update => update.Text("package-ecosystem") == "npm")!;
        Assert.Equal(["/", "/.ci/api", "/.ci/mcp"], npm["directories"]!.AsArray().Select(folder => folder!.ToString()));
        Assert.All(updates.Where(update => update != npm), update => Assert.Equal("/", update.Text("directory")));
        Assert.True(
            Repository.Has("Dockerfile") && Repository.Has("compose.yaml") && Repository.Has("package.json")
                && Repository.Has("web/package.json") && Repository.Has("Directory.Packages.props"));
    }

    private static IEnumerable<JsonNode> Jobs(JsonNode workflow) => workflow["jobs"]!.AsObject().Select(job => job.Value!);

    private static IEnumerable<JsonNode> Steps(JsonNode workflow) =>
        Jobs(workflow).SelectMany(job => job["steps"]!.AsArray()).OfType<JsonNode>();

    // Continuations, assignments and the ends of blocks begin with something else.
    private static bool IsCommand(string word) =>
        word.Length > 0 && !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal);

    [GeneratedRegex(@"uses: (?<action>[\w./-]+)@(?<commit>[0-9a-f]{40}) # v\d+\.\d+\.\d+", RegexOptions.CultureInvariant)]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"(?:infra|\.ci|tests|docs)/[\w./*$-]+", RegexOptions.CultureInvariant)]
    private static partial Regex RepositoryPath();
}
