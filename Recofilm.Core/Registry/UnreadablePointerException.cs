using Azure;

namespace Recofilm.Core.Registry;

/// <summary>A pointer of the registry is not readable; the message names the fault and the remedy.</summary>
/// <param name="name">The pointer's blob.</param>
/// <param name="reason">The fault.</param>
/// <param name="mend">A sentence that names the action which replaces the pointer.</param>
/// <param name="etag">The ETag of the blob; the pointer can be replaced only while its ETag is still the same.</param>
/// <param name="inner">The exception of the JSON reader.</param>
public sealed class UnreadablePointerException(string name, string reason, string mend, ETag etag, Exception? inner = null)
    : Exception($"{name} is not readable: {reason.TrimEnd('.')}. {mend}", inner)
{
    /// <summary>The ETag of the blob that was read.</summary>
    public ETag ETag => etag;
}
