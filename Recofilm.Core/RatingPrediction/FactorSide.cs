using System.Diagnostics;
using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// One side of the chain, users or items, with its factors, noise weights and prior; samples them given the other side.
/// Entities are independent given the other side, so they are sampled sixteen at a time on any number of threads. Each draws
/// from a stream of its own and writes its own row, so the bits do not depend on the number of threads.
/// </summary>
internal sealed unsafe class FactorSide
{
    private const int Lanes = FactorLayout.Lanes;
    private const int BatchesPerChunk = 4;
    private const double InitialDeviation = 0.3;

    private readonly int _rank;
    private readonly RatingLists _lists;
    private readonly FactorStreams _streams;
    private readonly double[] _errors;

    /// <param name="lists">The side's ratings.</param>
    /// <param name="features">The side's features, one row per entity.</param>
    /// <param name="streams">The streams of the side's random numbers.</param>
    /// <param name="rank">D.</param>
    /// <param name="seed">The seed of the chain.</param>
    public FactorSide(RatingLists lists, SparseFeatures features, FactorStreams streams, int rank, ulong seed)
    {
        _rank = rank;
        _lists = lists;
        _streams = streams;
        Features = features;
        Active = [.. Enumerable.Range(0, lists.Count).Where(entity => lists.CountOf(entity) > 0)];
        Prior = new FactorPrior(features, Active, rank);
        Factors = new AlignedFloats(lists.Count * rank);
        Weights = new AlignedFloats(lists.Count);
        Weights.Span.Fill(1);
        _errors = new double[Active.Length];
        foreach (var entity in Active)
        {
            var random = new CounterRandom(seed, 0, _streams.Start, entity);
            foreach (ref var factor in Factors.Row(entity, rank)[1..])
                factor = (float)(random.NextNormal() * InitialDeviation);
        }
    }

    /// <summary>One row of D floats per entity, the bias first.</summary>
    public AlignedFloats Factors { get; }

    /// <summary>The noise weight a of each entity.</summary>
    public AlignedFloats Weights { get; }

    /// <summary>The entities that have ratings, ascending.</summary>
    public int[] Active { get; }

    /// <summary>The side information.</summary>
    public SparseFeatures Features { get; }

    /// <summary>The prior that the factors are drawn from.</summary>
    public FactorPrior Prior { get; }

    /// <summary>Takes over the state of the same side of another chain, for the factors that both have.</summary>
    public void ContinueFrom(FactorSide other)
    {
        Debug.Assert(Factors.Length / _rank == other.Factors.Length / other._rank, "Both chains have the same entities.");
        var shared = Math.Min(_rank, other._rank);
        foreach (var entity in other.Active)
            other.Factors.Row(entity, other._rank)[..shared].CopyTo(Factors.Row(entity, _rank));
        other.Weights.Span.CopyTo(Weights.Span);
        Prior.ContinueFrom(other.Prior);
    }

    /// <summary>Samples h, B, Λ and λ given the factors.</summary>
    public void SamplePrior(ulong seed, int sweep) =>
        Prior.Sample(Factors, new CounterRandom(seed, sweep, _streams.Prior, 0));

    /// <summary>Samples the factors and noise weights of every active entity given the other side.</summary>
    /// <param name="other">The other side.</param>
    /// <param name="pass">The values that hold for the whole sweep.</param>
    /// <param name="posterior">Receives each entity's conditional when the sweep is kept; else <see langword="null"/>.</param>
    /// <returns>Σ a_u a_i e² at the new state.</returns>
    public double Sample(FactorSide other, SweepPass pass, PosteriorSums? posterior)
    {
        var chunkSize = BatchesPerChunk * Lanes;
        var chunks = (Active.Length + chunkSize - 1) / chunkSize;
        void SampleChunk(int chunk, ConditionalBatch batch)
        {
            var end = Math.Min((chunk + 1) * chunkSize, Active.Length);
            for (var first = chunk * chunkSize; first < end; first += Lanes)
                SampleBatch(first, Math.Min(Lanes, end - first), other, pass, posterior, batch);
        }

        if (pass.Threads == 1 || chunks < 2)
        {
            var batch = new ConditionalBatch(_rank);
            for (var chunk = 0; chunk < chunks; chunk++)
                SampleChunk(chunk, batch);
        }
        else
        {
            var parallel = new ParallelOptions
            {
                MaxDegreeOfParallelism = pass.Threads,
                CancellationToken = pass.Cancellation,
            };
            Parallel.For(0, chunks, parallel, () => new ConditionalBatch(_rank), (chunk, _, batch) =>
            {
                SampleChunk(chunk, batch);
                return batch;
            }, _ => { });
        }

        var error = 0.0;
        foreach (var entityError in _errors)
            error += entityError;
        return error;
    }

    private void SampleBatch(
        int first, int count, FactorSide other, SweepPass pass, PosteriorSums? posterior, ConditionalBatch batch)
    {
        var entities = Active.AsSpan(first, count);
        Debug.Assert(count <= Lanes, "Every entity has a lane.");
        var rank = _rank;
        var gram = stackalloc float[rank * rank];
        var moment = stackalloc float[rank];
        var priorTerm = stackalloc float[rank];
        var alpha = (float)pass.NoisePrecision;
        var degrees = (float)pass.NoiseDegreesOfFreedom;
        if (count < Lanes)
            batch.Clear();
        fixed (int* others = _lists.Others)
        fixed (float* ratings = _lists.Ratings)
        {
            for (var lane = 0; lane < count; lane++)
            {
                var entity = entities[lane];
                var start = _lists.Starts[entity];
                var length = _lists.Starts[entity + 1] - start;
                Debug.Assert((uint)entity < (uint)Weights.Length, "Every entity has a weight.");
                Debug.Assert(
                    !_lists.Others.AsSpan(start, length).ContainsAnyExceptInRange(0, (other.Factors.Length / rank) - 1),
                    "Every rating refers to a row of the other side.");
                var run = new RatingRun(
                    rank, other.Factors.Pointer, other.Weights.Pointer, others + start, ratings + start, length, pass.Mean);
                var square = GramKernel.Accumulate(run, gram, moment);
                Features.Combine(entity, Prior.ProjectedCoefficients, new Span<float>(priorTerm, rank));
                batch.Load(lane, length, gram, moment, square, priorTerm);
                batch.Weights[lane] = Weights.Pointer[entity];
                batch.Ids[lane] = (uint)entity;
            }
        }

        batch.SampleFactors(
            Prior.PackedPrecision.Pointer, alpha, new LaneRandom(pass.Seed, pass.Sweep, _streams.Factors),
            withMean: posterior is not null);
        batch.SampleNoise(alpha, degrees, new LaneRandom(pass.Seed, pass.Sweep, _streams.Noise));
        if (posterior is not null)
            batch.ComputeCovariances();
        for (var lane = 0; lane < count; lane++)
        {
            var entity = entities[lane];
            batch.ReadSample(lane, Factors.Row(entity, rank));
            Weights.Pointer[entity] = batch.Weights[lane];
            _errors[first + lane] = (double)batch.Weights[lane] * batch.Errors[lane];
            posterior?.AddConditional(entity, batch, lane, batch.ExpectedWeight(lane, alpha, degrees));
        }
    }
}
