using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Tests.Database;
using Recofilm.Core.Webhooks;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Webhooks;

public sealed class WebhookSenderTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private const string Secret = "a-secret-of-at-least-32-characters";

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Receiver _receiver = new();

    [Fact]
    public async Task What_happens_to_models_is_told_once_signed_and_with_its_data()
    {
        await Database.ExecuteAsync(
            $"""
            INSERT INTO training_runs (trigger, started_at, status) VALUES ('timer', '{Noon:O}', 'running'),
            ('timer', '{Noon:O}', 'running'), ('timer', '{Noon:O}', 'running');
            UPDATE training_runs SET status = 'published', model_version = 'v7', finished_at = '{Noon:O}' WHERE run_id = 1;
            UPDATE training_runs SET status = 'failed',
                error = 'no disk', finished_at = timestamptz '{Noon:O}' + interval '1 s' WHERE run_id = 2;
            UPDATE training_runs SET status = 'unchanged', finished_at = '{Noon:O}' WHERE run_id = 3;
            INSERT INTO model_rollbacks (rolled_back_at, from_version, to_version, reason)
            VALUES (timestamptz '{Noon:O}' + interval '2 s', 'v7', 'v6', 'worse');
            """);

        var sender = Create(new WebhookEndpointOptions { Url = "http://127.0.0.1/hook", Secret = Secret });
        await sender.SendDueAsync(Cancellation);
        await sender.SendDueAsync(Cancellation);

        Assert.Equal(["model.published", "training.failed", "model.rolled_back"], _receiver.Bodies.Select(
            body => body.GetProperty("kind").GetString()));
        var data = _receiver.Bodies[0].GetProperty("data");
        Assert.Equal((1, "v7"), (data.GetProperty("run_id").GetInt32(), data.GetProperty("model_version").GetString()));
        Assert.Equal(WebhookSender.Sign(Secret, Noon, _receiver.Texts[0]), _receiver.Signatures[0]);
    }

    [Fact]
    public async Task A_refused_delivery_is_repeated_with_growing_pauses_under_the_same_identifier()
    {
        await RollBackAsync();
        _receiver.Status = HttpStatusCode.ServiceUnavailable;
        var sender = Create(new WebhookEndpointOptions { Url = "http://127.0.0.1/hook", Secret = Secret });
        await sender.SendDueAsync(Cancellation);
        _time.Advance(TimeSpan.FromSeconds(4));
        await sender.SendDueAsync(Cancellation);
        Assert.Single(_receiver.Bodies);

        _time.Advance(TimeSpan.FromSeconds(1));
        _receiver.Status = HttpStatusCode.NoContent;
        await sender.SendDueAsync(Cancellation);
        _time.Advance(TimeSpan.FromDays(1));
        await sender.SendDueAsync(Cancellation);
        Assert.Equal(2, _receiver.Bodies.Count);
        Assert.Single(_receiver.Bodies.Select(body => body.GetProperty("event_id").GetGuid()).Distinct());
    }

    [Fact]
    public async Task After_sixteen_attempts_it_is_given_up_and_the_reason_kept()
    {
        await RollBackAsync();
        _receiver.Status = HttpStatusCode.NotFound;
        var sender = Create(new WebhookEndpointOptions { Url = "http://127.0.0.1/hook", Secret = Secret });
        for (var attempt = 0; attempt < 20; attempt++)
        {
            await sender.SendDueAsync(Cancellation);
            _time.Advance(TimeSpan.FromHours(6));
        }

        Assert.Equal(WebhookSender.MaxAttempts, _receiver.Bodies.Count);
        Assert.Equal("status 404", await Database.ScalarAsync<string>(
            "SELECT last_error FROM webhook_deliveries WHERE next_attempt_at IS NULL"));
    }

    [Fact]
    public async Task An_address_that_was_told_before_is_told_what_happened_while_no_instance_ran()
    {
        var sender = Create(new WebhookEndpointOptions { Url = "http://127.0.0.1/hook", Secret = Secret });
        await RollBackAsync();
        await sender.SendDueAsync(Cancellation);
        await Database.ExecuteAsync(
            $"""
            INSERT INTO model_rollbacks (rolled_back_at, from_version, to_version, reason)
            VALUES (timestamptz '{Noon:O}' + interval '1 hour', 'v8', 'v7', 'worse')
            """);
        _time.Advance(TimeSpan.FromHours(5));
        await sender.SendDueAsync(Cancellation);
        Assert.Equal(2, _receiver.Bodies.Count);

        var another = Create(new WebhookEndpointOptions { Url = "http://127.0.0.1/new", Secret = Secret });
        await another.SendDueAsync(Cancellation);
        Assert.Equal(2, _receiver.Bodies.Count);
    }

    [Fact]
    public async Task An_address_is_told_what_it_asked_for()
    {
        await RollBackAsync();
        var sender =
            Create(new WebhookEndpointOptions { Url = "http://127.0.0.1/hook", Secret = Secret, Events = ["drift.detected"] });
        await sender.SendDueAsync(Cancellation);
        Assert.Empty(_receiver.Bodies);
        await Database.ExecuteAsync(
            $"INSERT INTO drift (measure, out_since) VALUES ('hit_rate', '{Noon:O}'); UPDATE drift SET fired_at = '{Noon:O}'; " +
            $"UPDATE webhook_events SET occurred_at = '{Noon:O}'");
        await sender.SendDueAsync(Cancellation);
        Assert.Equal("hit_rate", Assert.Single(_receiver.Bodies).GetProperty("data").GetProperty("measure").GetString());
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(5, 80)]
    [InlineData(13, 20480)]
    [InlineData(16, 21600)]
    public void Pauses_double_up_to_six_hours(int attempt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WebhookSender.PauseAfter(attempt));

    [Fact]
    public void Wrong_settings_are_named()
    {
        var options = new WebhookOptions
        {
            Endpoints = [new WebhookEndpointOptions { Url = "http://example.com", Secret = "short", Events = ["model.born"] }],
        };
        Assert.Equal(
            [
                "Recofilm:Webhooks:Endpoints:0:Url must be an https address; got http://example.com.",
                "Recofilm:Webhooks:Endpoints:0:Secret must be at least 32 characters; got 5.",
                "Recofilm:Webhooks:Endpoints:0:Events must be some of model.published, model.refused, model.rolled_back, " +
                "drift.detected, training.failed; got model.born.",
            ],
            options.Problems());
    }

    private Task RollBackAsync() => Database.ExecuteAsync(
        $"INSERT INTO model_rollbacks (rolled_back_at, from_version, to_version, reason) " +
        $"VALUES ('{Noon:O}', 'v7', 'v6', 'worse')");

    private WebhookSender Create(params WebhookEndpointOptions[] endpoints) => new(
        new WebhookStore(Database.DataSource), _receiver, Options.Create(new WebhookOptions { Endpoints = endpoints }), _time,
        NullLogger<WebhookSender>.Instance);

    /// <summary>Receives what is sent, without a network.</summary>
    private sealed class Receiver : HttpMessageHandler, IHttpClientFactory
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public List<string> Texts { get; } = [];

        public List<string> Signatures { get; } = [];

        public IReadOnlyList<JsonElement> Bodies => [.. Texts.Select(text => JsonDocument.Parse(text).RootElement)];

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Texts.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            Signatures.Add(request.Headers.GetValues(WebhookSender.SignatureHeader).Single());
            return new HttpResponseMessage(Status);
        }
    }
}
