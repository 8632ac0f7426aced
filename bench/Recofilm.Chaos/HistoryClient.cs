using System.Globalization;
using System.Text.Json;

namespace Recofilm.Chaos;

/// <summary>
/// A back end that acts for one user after the other, through any instance, and compares each answer with what the acknowledged
/// requests before it allow.
/// </summary>
internal sealed class HistoryClient(
    int seed, TimeSpan pause, Instances instances, string serviceKey, int movies, History history)
{
    private const int MostSteps = 40;
    private const double DeletedShare = 0.4;

    private readonly Random _random = new(seed);

    /// <summary>Acts until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (status, body) = await SendAsync("POST", "/users");
            if (status != 201)
                continue;
            var user = history.Add(body.GetProperty("user_id").GetInt32());
            for (var step = _random.Next(5, MostSteps); step > 0 && !stop.IsCancellationRequested; step--)
            {
                await StepAsync(user);
                await Task.Delay(pause, CancellationToken.None);
            }

            if (_random.NextDouble() < DeletedShare)
                await DeleteAsync(user);
        }
    }

    private Task StepAsync(UserHistory user) => _random.Next(10) switch
    {
        < 4 => RateAsync(user),
        4 => UnrateAsync(user),
        5 => ReadAsync(user),
        6 => DismissAsync(user),
        7 => ReadAllAsync(user),
        _ => ListAsync(user),
    };

    private async Task RateAsync(UserHistory user)
    {
        if (PickCertain(user) is not { } movie)
            return;
        var rating = _random.Next(1, 11) / 2f;
        var (status, _) = await SendAsync(
            "PUT", $"/ratings/{movie}?user_id={user.UserId}",
            string.Create(CultureInfo.InvariantCulture, $$"""{"rating": {{rating}}}"""));
        Wrote(status, $"user {user.UserId} rates {movie} with {rating}");
        user.Write(movie, rating, IsDone(status));
    }

    private async Task UnrateAsync(UserHistory user)
    {
        if (PickCertain(user) is not { } movie)
            return;
        var (status, _) = await SendAsync("DELETE", $"/ratings/{movie}?user_id={user.UserId}");
        Wrote(status, $"user {user.UserId} takes the rating of {movie} away");
        user.Write(movie, rating: null, IsDone(status));
    }

    private async Task DismissAsync(UserHistory user)
    {
        var movie = _random.Next(1, movies + 1);
        var (status, _) = await SendAsync("PUT", $"/dismissals/{movie}?user_id={user.UserId}");
        Wrote(status, $"user {user.UserId} dismisses {movie}");
        if (IsDone(status))
            user.Dismissed.Add(movie);
    }

    private async Task ReadAsync(UserHistory user)
    {
        if (PickCertain(user) is not { } movie)
            return;
        var expected = user.RatingOf(movie);
        var (status, body) = await SendAsync("GET", $"/ratings/{movie}?user_id={user.UserId}");
        if (!Answered(status, 404))
            return;
        history.Count("reads compared");
        var actual = status == 404 ? (float?)null : body.GetProperty("rating").GetSingle();
        history.Check(
            actual == expected, $"user {user.UserId}, movie {movie}: rated {Show(expected)}, read {Show(actual)} ({status})");
    }

    private async Task ReadAllAsync(UserHistory user)
    {
        var (status, body) = await SendAsync("GET", $"/ratings?limit=100&user_id={user.UserId}");
        if (!Answered(status))
            return;
        history.Count("reads compared");
        var actual = body.GetProperty("ratings").EnumerateArray().ToDictionary(
            rating => rating.GetProperty("movie_id").GetInt32(), rating => (float?)rating.GetProperty("rating").GetSingle());
        foreach (var (movie, possible) in user.Ratings)
        {
            var listed = actual.GetValueOrDefault(movie);
            history.Check(
                possible.Contains(listed),
                $"user {user.UserId}, movie {movie}: may be rated {Show(possible)}, listed {Show(listed)}");
        }

        var strange = actual.Keys.Except(user.Ratings.Keys).ToArray();
        history.Check(strange.Length == 0, $"user {user.UserId} has ratings of {Show(strange)}");
    }

    private async Task ListAsync(UserHistory user)
    {
        var (status, body) = _random.Next(2) == 0
            ? await SendAsync("GET", $"/recommendations?limit=100&user_id={user.UserId}")
            : await SendAsync("POST", $"/hybrid?user_id={user.UserId}", """{"limit": 100}""");
        if (!Answered(status))
            return;
        history.Count("lists compared");
        var shown = body.GetProperty("recommendations").EnumerateArray()
            .Select(movie => movie.GetProperty("movie_id").GetInt32()).ToArray();
        history.Check(
            !shown.Intersect(user.Rated.Concat(user.Dismissed)).Any(),
            $"user {user.UserId} is shown {Show(shown.Intersect(user.Rated.Concat(user.Dismissed)))}, rated or dismissed before");
        history.Check(shown.Length > 0, $"user {user.UserId} is shown nothing");
        if (shown.Length > 0 && _random.Next(2) == 0)
            await PlayAsync(user, body.GetProperty("recommendation_id").GetString()!, shown[_random.Next(shown.Length)]);
    }

    private async Task PlayAsync(UserHistory user, string list, int movie)
    {
        var (status, _) = await SendAsync(
            "POST", $"/events?user_id={user.UserId}",
            $$"""{"recommendation_id": "{{list}}", "movie_id": {{movie}}, "kind": "play"}""");
        Wrote(status, $"user {user.UserId} plays {movie}");
        user.Events[(list, movie)] = IsDone(status);
    }

    private async Task DeleteAsync(UserHistory user)
    {
        user.Deletion = (true, false);
        var (status, _) = await SendAsync("DELETE", $"/users/{user.UserId}");
        Wrote(status, $"user {user.UserId} is deleted");
        if (!IsDone(status))
            return;
        user.Deletion = (true, true);
        for (var instance = 0; instance < instances.Count; instance++)
        {
            var (after, _) = await instances.SendAsync(
                instance, "GET", $"/recommendations?user_id={user.UserId}", serviceKey, json: null, CancellationToken.None);
            history.Count("requests");
            history.Check(
                after is 0 or 404 or 503, $"user {user.UserId} was deleted and instance {instance} answers {after}");
        }
    }

    private int? PickCertain(UserHistory user)
    {
        var movie = _random.Next(1, movies + 1);
        return user.IsCertain(movie) ? movie : null;
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? json = null)
    {
        history.Count("requests");
        var answer = await instances.SendAsync(
            _random.Next(instances.Count), method, path, serviceKey, json, CancellationToken.None);
        history.Count(answer.Status switch { 0 => "no answer", 503 => "answered 503", _ => "answered" });
        // A dead instance refuses at once; without a pause its clients would do nothing else.
        if (answer.Status is 0 or 503)
            await Task.Delay(50);
        return answer;
    }

    private void Wrote(int status, string what)
    {
        history.Count(IsDone(status) ? "writes acknowledged" : "writes uncertain");
        history.Check(IsDone(status) || status is 0 or 503, $"{what}: {status}");
    }

    private bool Answered(int status, int other = 200)
    {
        history.Check(status is 0 or 200 or 503 || status == other, $"a read was answered {status}");
        return status == 200 || status == other;
    }

    private static bool IsDone(int status) => status is >= 200 and < 300;

    private static string Show(float? rating) => rating?.ToString(CultureInfo.InvariantCulture) ?? "nothing";

    private static string Show(IEnumerable<float?> ratings) => string.Join(" or ", ratings.Select(Show));

    private static string Show(IEnumerable<int> movies) => string.Join(", ", movies);
}
