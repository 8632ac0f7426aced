using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Lab.Files;

namespace Recofilm.Lab.Comparison;

/// <summary>Trains the hybrid on the train part of a split.</summary>
/// <param name="split">The split.</param>
/// <param name="cancellationToken">Stops the training.</param>
public delegate HybridModel HybridTraining(RankingSplit split, CancellationToken cancellationToken);

/// <summary>The share of the wanted movies that one generator finds, as a mean over lists.</summary>
/// <param name="Generator">The generator.</param>
/// <param name="Quota">The number of candidates that it gives; a mean over lists, as users and cuts differ.</param>
/// <param name="RecallAt100">The share among its best hundred movies.</param>
/// <param name="RecallOfQuota">The share among as many as its quota.</param>
/// <param name="OnlyHere">The share that is a candidate by this generator's quota and by no other's.</param>
public sealed record GeneratorRecall(
    CandidateGenerator Generator, double Quota, double RecallAt100, double RecallOfQuota, double OnlyHere);

/// <summary>
/// The share of the wanted movies (liked and held back) that the hybrid's candidates hold. No order of the candidates can bring
/// the others into a list.
/// </summary>
/// <param name="Split">The name of the split.</param>
/// <param name="Generators">The generators, in the order of their numbers.</param>
/// <param name="Size">The mean number of candidates.</param>
/// <param name="Recall">The share among all candidates.</param>
/// <param name="RecallAt100">
/// The share among the first hundred candidates when every generator has a share of them as of all, best first.
/// </param>
public sealed record CandidateRecall(
    string Split, IReadOnlyList<GeneratorRecall> Generators, double Size, double Recall, double RecallAt100)
{
    /// <summary>Measures the candidates of a split's lists.</summary>
    /// <param name="split">The split.</param>
    /// <param name="train">Trains the hybrid.</param>
    /// <param name="threads">The number of threads; 0 takes one for each processor.</param>
    /// <param name="cancellationToken">Stops between lists.</param>
    public static CandidateRecall Of(
        EvaluationSplit split, HybridTraining train, int threads, CancellationToken cancellationToken)
    {
        Request[] requests =
            [.. split.Cuts.SelectMany(cut => RequestsOf(cut, train(cut, cancellationToken), threads, cancellationToken))];
        return new CandidateRecall(
            split.Name,
            [
                .. CandidateQuotas.Generators.ToArray().Select(generator => new GeneratorRecall(
                    generator, Mean(request => request.Quotas[generator]),
                    Mean(request => request.RecallOf(request.Best(generator, EvaluationProtocol.WideListLength))),
                    Mean(request => request.RecallOf(request.Best(generator, request.Quotas[generator]))),
                    Mean(request => request.RecallOf(request.OnlyOf(generator))))),
            ],
            Mean(request => request.Union.Length), Mean(request => request.RecallOf(request.Union)),
            Mean(request => request.RecallOf(request.Union.Take(EvaluationProtocol.WideListLength))));

        double Mean(Func<Request, double> measure) => requests.Select(measure).DefaultIfEmpty().Average();
    }

    private static ParallelQuery<Request> RequestsOf(
        RankingSplit cut, HybridModel hybrid, int threads, CancellationToken cancellationToken) => cut.Users.ToArray()
        .Where(user => cut.Train.RowStarts[user] < cut.Train.RowStarts[user + 1])
        .AsParallel().AsOrdered().WithDegreeOfParallelism(threads == 0 ? Environment.ProcessorCount : threads)
        .WithCancellation(cancellationToken)
        .Select(user =>
        {
            var quotas = hybrid.Quotas.For(cut.HistoryOf(user).Count);
            var lists = hybrid.GeneratorLists(cut.HistoryOf(user), Math.Max(EvaluationProtocol.WideListLength, quotas.Places));
            return new Request(quotas, lists, quotas.Join(lists), cut.RelevantOf(user).ToArray());
        });

    private sealed record Request(CandidateQuotas Quotas, int[][] Lists, int[] Union, int[] Wanted)
    {
        public IEnumerable<int> Best(CandidateGenerator generator, int count) => Lists[(int)generator].Take(count);

        public IEnumerable<int> OnlyOf(CandidateGenerator generator) => Best(generator, Quotas[generator]).Except(
            CandidateQuotas.Generators.ToArray().Where(other => other != generator)
                .SelectMany(other => Best(other, Quotas[other])));

        public double RecallOf(IEnumerable<int> items) => (double)items.Intersect(Wanted).Count() / Wanted.Length;
    }
}
