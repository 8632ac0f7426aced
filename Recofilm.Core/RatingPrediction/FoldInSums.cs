namespace Recofilm.Core.RatingPrediction;

/// <summary>The sums over a user's ratings that a fold-in needs; the spans are the caller's scratch.</summary>
internal ref struct FoldInSums
{
    /// <param name="gram">Scratch for A₀, packed.</param>
    /// <param name="moment">Scratch for b₀, D floats.</param>
    /// <param name="priorShare">Scratch for Σ 3 B̄ᵀf_j, D floats.</param>
    public FoldInSums(Span<float> gram, Span<float> moment, Span<float> priorShare)
    {
        Gram = gram;
        Moment = moment;
        PriorShare = priorShare;
    }

    /// <summary>A₀ = Σ ā_j (x_j x_jᵀ + C_j, its row and column 0 zeroed), packed.</summary>
    public Span<float> Gram { get; }

    /// <summary>b₀ = Σ ā_j (x_j y_j − C_j[0, ·], its entry 0 zeroed).</summary>
    public Span<float> Moment { get; }

    /// <summary>Σ 3 B̄_wᵀ f_j.</summary>
    public Span<float> PriorShare { get; }

    /// <summary>Σ ā_j y_j².</summary>
    public double Square { get; set; }

    /// <summary>n.</summary>
    public int Count { get; set; }
}
