using System.Globalization;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>The result of an invocation.</summary>
public sealed class InvocationResult
{
    internal InvocationResult(string invocationId, InvocationResponse? response)
    {
        InvocationId = invocationId;
        Response = response;
    }

    /// <summary>The identifier that the host assigned; the worker's log lines carry it.</summary>
    public string InvocationId { get; }

    /// <summary>Whether the function returned.</summary>
    public bool Succeeded => Response?.Result.Status is StatusResult.Types.Status.Success;

    /// <summary>Whether the worker answered before it ended.</summary>
    public bool IsAnswered => Response is not null;

    /// <summary>The message of the function's exception; <see langword="null"/> when it succeeded.</summary>
    public string? Error => Succeeded ? null : Response?.Result.Exception?.Message ?? "The worker ended before it answered.";

    /// <summary>The status of an HTTP function's answer; 0 without one.</summary>
    public int StatusCode => Http is { } http ? int.Parse(http.StatusCode, CultureInfo.InvariantCulture) : 0;

    /// <summary>The body of an HTTP function's answer.</summary>
    public ReadOnlyMemory<byte> Body => Http?.Body.Bytes.Memory ?? default;

    internal InvocationResponse? Response { get; }

    /// <summary>The answer of an HTTP function; <see langword="null"/> for other functions.</summary>
    internal RpcHttp? Http => Response?.ReturnValue?.Http;
}
