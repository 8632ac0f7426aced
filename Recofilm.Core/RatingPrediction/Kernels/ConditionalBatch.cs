using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>
/// The conditional distributions of sixteen entities' factors, one per lane, and samples of them. G = Σ a_j x_j x_jᵀ and
/// b = Σ a_j y_j x_j are sums over an entity's ratings. With the prior N(m, Λ⁻¹) and the noise precision α a, the factors are
/// N(P⁻¹ (Λ m + α a b), P⁻¹) with P = Λ + α a G; a itself is Gamma given the weighted squared error. Each thread needs its own
/// batch.
/// </summary>
internal sealed unsafe class ConditionalBatch
{
    private const int Lanes = FactorLayout.Lanes;

    private readonly int _rank;
    private readonly AlignedFloats _storage;
    private readonly float* _gram;
    private readonly float* _factor;
    private readonly float* _moment;
    private readonly float* _solution;
    private readonly float* _mean;
    private readonly float* _noise;
    private readonly float* _square;
    private readonly float* _count;
    private readonly float* _weight;
    private readonly float* _error;
    private readonly float* _shape;
    private readonly uint* _ids;

    /// <param name="rank">D.</param>
    public ConditionalBatch(int rank)
    {
        _rank = rank;
        var triangleFloats = FactorLayout.Packed(rank) * Lanes;
        var vectorFloats = rank * Lanes;
        _storage = new AlignedFloats((2 * triangleFloats) + (4 * vectorFloats) + (6 * Lanes));
        _gram = _storage.Pointer;
        _factor = _gram + triangleFloats;
        _moment = _factor + triangleFloats;
        _solution = _moment + vectorFloats;
        _mean = _solution + vectorFloats;
        _noise = _mean + vectorFloats;
        _square = _noise + vectorFloats;
        _count = _square + Lanes;
        _weight = _count + Lanes;
        _error = _weight + Lanes;
        _shape = _error + Lanes;
        _ids = (uint*)(_shape + Lanes);
        Debug.Assert((float*)(_ids + Lanes) == _gram + _storage.Length, "The blocks fill the storage.");
    }

    /// <summary>The current a of each lane before <see cref="SampleNoise"/>, the new one after it.</summary>
    public Span<float> Weights => new(_weight, Lanes);

    /// <summary>Σ a_j (y_j − wᵀx_j)² of each lane at the sampled factors.</summary>
    public ReadOnlySpan<float> Errors => new(_error, Lanes);

    /// <summary>The ids that key each lane's random numbers.</summary>
    public Span<uint> Ids => new(_ids, Lanes);

    /// <summary>Empties all lanes; an unused lane then samples from the prior, which does no harm.</summary>
    public void Clear() => _storage.Span.Clear();

    /// <summary>Puts one entity into a lane.</summary>
    /// <param name="lane">0 to 15.</param>
    /// <param name="count">The number of the entity's ratings.</param>
    /// <param name="gram">G by rows; the upper triangle is read.</param>
    /// <param name="moment">b.</param>
    /// <param name="square">Σ a_j y_j².</param>
    /// <param name="priorTerm">Λ m.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(int lane, int count, float* gram, float* moment, float square, float* priorTerm)
    {
        AssertLane(lane);
        Debug.Assert(gram != null && moment != null && priorTerm != null, "The caller's blocks have one entity each.");
        var rank = _rank;
        var target = _gram + lane;
        for (var i = 0; i < rank; i++)
        {
            for (var j = i; j < rank; j++)
            {
                *target = gram[(i * rank) + j];
                target += Lanes;
            }
        }

        for (var d = 0; d < rank; d++)
        {
            _moment[(d * Lanes) + lane] = moment[d];
            _solution[(d * Lanes) + lane] = priorTerm[d];
        }

        _square[lane] = square;
        _count[lane] = count;
    }

    /// <summary>Samples the factors of all lanes.</summary>
    /// <param name="precision">Λ, packed.</param>
    /// <param name="noisePrecision">α.</param>
    /// <param name="random">The stream of this side's factors.</param>
    /// <param name="withMean">Whether <see cref="ReadConditional"/> will read the conditional means.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SampleFactors(float* precision, float noisePrecision, LaneRandom random, bool withMean)
    {
        Debug.Assert(precision != null && Lanes % Vector<float>.Count == 0, "Whole vectors of lanes.");
        var rank = _rank;
        var vectorFloats = rank * Lanes;
        var packed = FactorLayout.Packed(rank);
        random.FillNormal(_ids, rank, _noise);
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            var scale = Vector.Load(_weight + lane) * noisePrecision;
            for (var entry = 0; entry < packed; entry++)
            {
                var p = Vector.FusedMultiplyAdd(
                    scale, Vector.Load(_gram + (entry * Lanes) + lane), new Vector<float>(precision[entry]));
                p.Store(_factor + (entry * Lanes) + lane);
            }

            for (var d = lane; d < vectorFloats; d += Lanes)
                Vector.FusedMultiplyAdd(scale, Vector.Load(_moment + d), Vector.Load(_solution + d)).Store(_solution + d);
        }

        LaneCholesky.Factor(rank, _factor);
        LaneCholesky.SolveTransposed(rank, _factor, _solution);
        if (withMean)
            LaneCholesky.Solve(rank, _factor, _solution, _mean);
        for (var d = 0; d < vectorFloats; d += Vector<float>.Count)
            (Vector.Load(_solution + d) + Vector.Load(_noise + d)).Store(_solution + d);
        LaneCholesky.Solve(rank, _factor, _solution, _solution);
        ComputeErrors();
    }

    /// <summary>Samples a ~ Gamma((ν + n) / 2, (ν + α Σ a_j e_j²) / 2) in every lane.</summary>
    /// <param name="noisePrecision">α.</param>
    /// <param name="degreesOfFreedom">ν.</param>
    /// <param name="random">The stream of this side's noise weights.</param>
    public void SampleNoise(float noisePrecision, float degreesOfFreedom, LaneRandom random)
    {
        for (var lane = 0; lane < Lanes; lane++)
            _shape[lane] = (degreesOfFreedom + _count[lane]) / 2;
        random.FillGamma(_ids, _shape, _weight);
        for (var lane = 0; lane < Lanes; lane++)
            _weight[lane] *= 2 / (degreesOfFreedom + (noisePrecision * _error[lane]));
    }

    /// <summary>Computes E[a | everything else] of a lane.</summary>
    public float ExpectedWeight(int lane, float noisePrecision, float degreesOfFreedom)
    {
        AssertLane(lane);
        return (degreesOfFreedom + _count[lane]) / (degreesOfFreedom + (noisePrecision * _error[lane]));
    }

    /// <summary>Copies the sampled factors of a lane into a row.</summary>
    public void ReadSample(int lane, Span<float> row)
    {
        AssertLane(lane);
        for (var d = 0; d < _rank; d++)
            row[d] = _solution[(d * Lanes) + lane];
    }

    /// <summary>
    /// Turns the factored precisions into covariances, for <see cref="ReadConditional"/>; nothing can be sampled afterwards.
    /// </summary>
    public void ComputeCovariances() => LaneCholesky.Invert(_rank, _factor, _gram);

    /// <summary>Adds a lane's conditional mean and its second moment (covariance plus mean meanᵀ) to running sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ReadConditional(int lane, Span<float> meanSum, Span<float> secondMomentSum)
    {
        AssertLane(lane);
        var rank = _rank;
        var entry = 0;
        for (var i = 0; i < rank; i++)
        {
            var mean = _mean[(i * Lanes) + lane];
            meanSum[i] += mean;
            for (var j = i; j < rank; j++, entry++)
                secondMomentSum[entry] += _gram[(entry * Lanes) + lane] + (mean * _mean[(j * Lanes) + lane]);
        }
    }

    // Every address belongs to a lane within a block of whole lanes; the constructor lays the blocks out.
    [Conditional("DEBUG")]
    private static void AssertLane(int lane) => Debug.Assert((uint)lane < (uint)Lanes);

    /// <summary>Computes Σ a_j e_j² = Σ a_j y_j² − 2 wᵀb + wᵀGw, without visiting the ratings again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeErrors()
    {
        var rank = _rank;
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            var w = _solution + lane;
            var error = Vector.Load(_square + lane);
            for (var i = 0; i < rank; i++)
            {
                var row = _gram + (FactorLayout.PackedIndex(rank, i, i) * Lanes) + lane;
                var wi = Vector.Load(w + (i * Lanes));
                var sum = Vector.Load(row) * wi * 0.5f - Vector.Load(_moment + (i * Lanes) + lane);
                for (var j = i + 1; j < rank; j++)
                    sum = Vector.FusedMultiplyAdd(Vector.Load(row + ((j - i) * Lanes)), Vector.Load(w + (j * Lanes)), sum);
                error = Vector.FusedMultiplyAdd(wi * 2, sum, error);
            }

            Vector.Max(error, Vector<float>.Zero).Store(_error + lane);
        }
    }
}
