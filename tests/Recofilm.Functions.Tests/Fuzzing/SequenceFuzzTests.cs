using System.Globalization;
using CsCheck;
using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Fuzzing;

/// <summary>
/// Sequences of requests for one user, compared with a simple model: ratings and dismissals are exactly those that were written,
/// and no list has such a movie.
/// </summary>
public sealed class SequenceFuzzTests(FuzzedProgram program) : IClassFixture<FuzzedProgram>
{
    private const int Sequences = 60;

    private static readonly Gen<Step> _step = Gen.Select(
        Gen.Enum<Deed>(), Gen.Int[1, 12], Gen.Int[1, 10], (deed, movie, halves) => new Step(deed, movie, halves / 2.0));

    private int _lastUser = 5_000_000;

    private enum Deed
    {
        Rate,
        RateTwo,
        Unrate,
        Dismiss,
        Undismiss,
        Read,
        List,
    }

    [Fact]
    public Task What_was_written_last_is_what_is_read_and_listed() => Fuzz.RunAsync(
        _step.Array[1, 25], Sequences, CheckAsync, steps => string.Join(", ", steps.Select(step => step.ToString())));

    private async Task CheckAsync(Step[] steps)
    {
        var service = program.Service;
        var user = Interlocked.Increment(ref _lastUser);
        await (await service.PutAsync($"/users/{user}", "{}")).ExpectAsync(201);
        var ratings = new SortedDictionary<int, double>();
        var dismissed = new SortedSet<int>();
        foreach (var step in steps)
        {
            switch (step.Deed)
            {
                case Deed.Rate:
                    var isNew = !ratings.ContainsKey(step.Movie);
                    ratings[step.Movie] = step.Rating;
                    var body = $$"""{"rating": {{Text(step.Rating)}}}""";
                    await (await service.PutAsync($"/ratings/{step.Movie}?user_id={user}", body)).ExpectAsync(isNew ? 201 : 200);
                    break;
                case Deed.RateTwo:
                    (ratings[step.Movie], ratings[step.Movie + 1]) = (step.Rating, 5);
                    await (await service.PostAsync(
                        $"/ratings?user_id={user}",
                        $$"""
                        {"ratings": [{"movie_id": {{step.Movie}}, "rating": {{Text(step.Rating)}}},
                                     {"movie_id": {{step.Movie + 1}}, "rating": 5}]}
                        """)).ExpectAsync(200);
                    break;
                case Deed.Unrate:
                    ratings.Remove(step.Movie);
                    await (await service.DeleteAsync($"/ratings/{step.Movie}?user_id={user}")).ExpectAsync(204);
                    break;
                case Deed.Dismiss:
                    dismissed.Add(step.Movie);
                    await (await service.PutAsync($"/dismissals/{step.Movie}?user_id={user}")).ExpectAsync(204);
                    break;
                case Deed.Undismiss:
                    dismissed.Remove(step.Movie);
                    await (await service.DeleteAsync($"/dismissals/{step.Movie}?user_id={user}")).ExpectAsync(204);
                    break;
                case Deed.Read:
                    await ReadsAsync(user, ratings, dismissed);
                    break;
                default:
                    await ListsNoneAsync(user, [.. ratings.Keys, .. dismissed]);
                    break;
            }
        }

        await ReadsAsync(user, ratings, dismissed);
        await ListsNoneAsync(user, [.. ratings.Keys, .. dismissed]);
        await (await service.DeleteAsync($"/users/{user}")).ExpectAsync(204);
        await (await service.GetAsync($"/ratings?user_id={user}")).ExpectAsync(404);
    }

    private async Task ReadsAsync(int user, SortedDictionary<int, double> ratings, SortedSet<int> dismissed)
    {
        var read = await (await program.Service.GetAsync($"/ratings?user_id={user}&limit=100")).OkAsync();
        Assert.Equal(ratings, read.GetProperty("ratings").EnumerateArray().Select(rating => KeyValuePair.Create(
            rating.GetProperty("movie_id").GetInt32(), rating.GetProperty("rating").GetDouble())).OrderBy(rating => rating.Key));
        var hidden = await (await program.Service.GetAsync($"/dismissals?user_id={user}&limit=100")).OkAsync();
        Assert.Equal(dismissed, hidden.MovieIds("dismissals").Order());
    }

    private async Task ListsNoneAsync(int user, int[] movies)
    {
        var list = await (await program.Service.GetAsync($"/recommendations?user_id={user}&limit=100")).OkAsync();
        Assert.Empty(list.MovieIds().Intersect(movies));
        var hybrid = await (await program.Service.PostAsync($"/hybrid?user_id={user}", """{"limit": 100}""")).OkAsync();
        Assert.Empty(hybrid.MovieIds().Intersect(movies));
    }

    private static string Text(double rating) => rating.ToString(CultureInfo.InvariantCulture);

    private sealed record Step(Deed Deed, int Movie, double Rating)
    {
        public override string ToString() => $"{Deed} {Movie} {Rating}";
    }
}
