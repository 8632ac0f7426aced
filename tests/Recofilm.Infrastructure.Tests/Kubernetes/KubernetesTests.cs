using System.Text.Json.Nodes;
using Recofilm.Core.Registry;
using Recofilm.Core.Training;
using Recofilm.Infrastructure.Tests.Bicep;

namespace Recofilm.Infrastructure.Tests.Kubernetes;

public sealed class KubernetesTests
{
    private const string Folder = "infra/kubernetes";
    private static readonly JsonObject[] _resources =
        [.. Repository.Files(Folder, "*.yaml")
            .Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal)).Select(Yaml.Read)];

    [Fact]
    public void Kustomize_lists_every_file()
    {
        var listed = Yaml.Read($"{Folder}/kustomization.yaml")["resources"]!.AsArray().Select(file => $"{Folder}/{file}");

        Assert.Equal(
            Repository.Files(Folder, "*.yaml").Where(file => !file.EndsWith("kustomization.yaml", StringComparison.Ordinal)),
            listed.Order());
    }

    [Fact]
    public void Each_resource_has_the_version_of_its_kind()
    {
        var versions = new Dictionary<string, string>
        {
            ["Namespace"] = "v1",
            ["ServiceAccount"] = "v1",
            ["ConfigMap"] = "v1",
            ["Service"] = "v1",
            ["Deployment"] = "apps/v1",
            ["HorizontalPodAutoscaler"] = "autoscaling/v2",
            ["PodDisruptionBudget"] = "policy/v1",
            ["NetworkPolicy"] = "networking.k8s.io/v1",
            ["Job"] = "batch/v1",
            ["CronJob"] = "batch/v1",
        };

        Assert.Equal(versions.Keys.Order(), _resources.Select(resource => resource.Text("kind")!).Order());
        Assert.All(_resources, resource => Assert.Equal(versions[resource.Text("kind")!], resource.Text("apiVersion")));
        Assert.All(_resources, resource => Assert.Matches("^recofilm[a-z0-9-]*$", resource.Text("metadata", "name")));
    }

    [Fact]
    public void What_selects_pods_selects_the_program_s()
    {
        const string Label = "app.kubernetes.io/name";
        var deployment = Of("Deployment");
        var name = deployment.Text("spec", "template", "metadata", "labels", Label);

        Assert.Equal(name, deployment.Text("spec", "selector", "matchLabels", Label));
        Assert.Equal(name, Of("Service").Text("spec", "selector", Label));
        Assert.Equal(name, Of("PodDisruptionBudget").Text("spec", "selector", "matchLabels", Label));
        Assert.Equal(deployment.Text("metadata", "name"), Of("HorizontalPodAutoscaler").Text("spec", "scaleTargetRef", "name"));
        Assert.NotEqual(name, PodOf(Of("CronJob"))["metadata"].Text("labels", Label));
    }

    [Fact]
    public void Probes_ask_routes_the_program_has_on_the_port_it_listens_on()
    {
        var container = ContainerOf(Of("Deployment"));
        var routes = FunctionsMetadata.All.Select(function => "/" + function.Route).ToHashSet();
        var port = Assert.Single(container["ports"]!.AsArray());

        Assert.Equal("/health/live", container.Text("livenessProbe", "httpGet", "path"));
        Assert.Equal("/health/ready", container.Text("readinessProbe", "httpGet", "path"));
        foreach (var probe in (string[])["startupProbe", "livenessProbe", "readinessProbe"])
        {
            Assert.Contains(container.Text(probe, "httpGet", "path")!, routes);
            Assert.Equal(port.Text("name"), container.Text(probe, "httpGet", "port"));
        }

        Assert.Contains(
            $"ASPNETCORE_URLS=http://+:{port.Text("containerPort")}\n", Repository.Read("Dockerfile"), StringComparison.Ordinal);
        Assert.Equal(port.Text("name"), Assert.Single(Of("Service").At("spec", "ports")!.AsArray()).Text("targetPort"));
        Assert.Equal(
            port.Text("containerPort"),
            Of("Deployment").At("spec", "template", "metadata", "annotations").Text("prometheus.io/port"));
    }

    [Fact]
    public void Pods_run_without_root_privileges_or_a_writable_disk()
    {
        Assert.All(_resources.Where(resource => resource.Text("kind") is "Deployment" or "Job" or "CronJob"), workload =>
        {
            var pod = PodOf(workload)["spec"]!;
            Assert.Equal("true", pod.Text("securityContext", "runAsNonRoot"));
            Assert.Equal("1654", pod.Text("securityContext", "runAsUser"));
            Assert.Equal("RuntimeDefault", pod.Text("securityContext", "seccompProfile", "type"));
            Assert.Equal("false", pod.Text("automountServiceAccountToken"));
            Assert.Equal(Of("ServiceAccount").Text("metadata", "name"), pod.Text("serviceAccountName"));
            var container = ContainerOf(workload);
            Assert.Equal("recofilm", container.Text("image"));
            Assert.Equal("false", container.Text("securityContext", "allowPrivilegeEscalation"));
            Assert.Equal("true", container.Text("securityContext", "readOnlyRootFilesystem"));
            Assert.Equal("[\"ALL\"]", container.At("securityContext", "capabilities", "drop")!.ToJsonString());
            Assert.NotNull(container.At("resources", "requests", "cpu"));
            Assert.NotNull(container.At("resources", "limits", "memory"));
        });
        Assert.Contains("USER 1654:1654\n", Repository.Read("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_cron_job_trains_at_the_timer_s_time_and_the_replicas_do_not()
    {
        var timer = Assert.Single(FunctionsMetadata.All, function => function.Name == "nightly_training");
        var settings = Of("ConfigMap")["data"]!.AsObject()
            .ToDictionary(setting => setting.Key, setting => setting.Value!.ToString());

        Assert.Equal("timerTrigger", timer.Type);
        Assert.Equal(new TrainingOptions().Schedule, "0 " + Of("CronJob").Text("spec", "schedule"));
        Assert.Equal("[\"train\"]", ContainerOf(Of("CronJob"))["args"]!.ToJsonString());
        Assert.Equal("true", settings[$"AzureWebJobs__{timer.Name}__Disabled"]);
        Assert.Equal(new StorageOptions().Container, settings["Recofilm__Storage__Container"]);
    }

    [Fact]
    public void Every_setting_is_one_the_program_reads()
    {
        var unread = Of("ConfigMap")["data"]!.AsObject()
            .Select(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal))
            .Where(key => !key.StartsWith("AzureWebJobs:", StringComparison.Ordinal) && !AppSettingTests.IsRead(key));

        Assert.Empty(unread);
    }

    [Fact]
    public void The_image_is_built_from_projects_that_exist_and_starts_their_program()
    {
        var lines = Repository.Read("Dockerfile").Split('\n');

        // The page is built by an image with Node, so that the one with .NET need not.
        Assert.Contains("RUN npm run build --workspace web", lines);
        Assert.Contains("COPY --from=web /source/Recofilm.Functions/wwwroot Recofilm.Functions/wwwroot", lines);
        Assert.Contains(
            "RUN dotnet publish Recofilm.Functions --configuration Release --output /app --property:BuildWebsite=false \\",
            lines);
        Assert.Contains(
            " && dotnet publish Recofilm.Cli --configuration Release --output /app --property:BuildWebsite=false", lines);
        Assert.Equal("ENTRYPOINT [\"dotnet\", \"Recofilm.Functions.dll\"]", lines.Last(line => line.Length > 0));
        var images = lines.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[1]).ToList();
        Assert.All(
            images.Where(image => image.Contains("dotnet", StringComparison.Ordinal)),
            image => Assert.Contains($":{Environment.Version.Major}.0", image, StringComparison.Ordinal));
        Assert.EndsWith("-chiseled", images[^1], StringComparison.Ordinal);
        Assert.Contains(
            "\"dotnet\", \"recofilm.dll\"",
            ContainerOf(Of("Job"))["command"]!.ToJsonString().Replace("\",\"", "\", \"", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    private static JsonObject Of(string kind) => Assert.Single(_resources, resource => resource.Text("kind") == kind);

    private static JsonNode PodOf(JsonNode workload) =>
        workload.At("spec", "template") ?? workload.At("spec", "jobTemplate", "spec", "template")!;

    private static JsonNode ContainerOf(JsonNode workload) => Assert.Single(PodOf(workload).At("spec", "containers")!.AsArray())!;
}
