namespace Recofilm.Load.Wrk;

/// <summary>A request that the load sends again and again.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Path">The path with its query.</param>
/// <param name="Token">The access token, or nothing.</param>
/// <param name="Body">The JSON body, or nothing; one line.</param>
internal sealed record LoadRequest(string Method, string Path, string Token = "", string Body = "")
{
    /// <summary>As requests.lua reads it.</summary>
    public string ToLine() => $"{Method}\t{Path}\t{Token}\t{Body}";
}
