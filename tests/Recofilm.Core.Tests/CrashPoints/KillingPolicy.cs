using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Recofilm.Core.Tests.CrashPoints;

/// <summary>Whether the request at which a process is killed reaches the server.</summary>
public enum KillMoment
{
    /// <summary>It is killed before it sends the request.</summary>
    Before,

    /// <summary>It is killed when the server has done what was asked, before it hears so.</summary>
    After,
}

/// <summary>Ends a process's use of the storage at its n-th write: neither that nor anything later is answered.</summary>
/// <param name="write">The number of the write, from 1.</param>
/// <param name="moment">On which side of it.</param>
internal sealed class KillingPolicy(int write, KillMoment moment) : HttpPipelinePolicy
{
    private int _writes;

    /// <summary>Whether the process was killed.</summary>
    public bool Killed { get; private set; }

    /// <summary>A client of a container that is killed so.</summary>
    public BlobContainerClient Open(string connectionString, string container)
    {
        var options = new BlobClientOptions();
        options.AddPolicy(this, HttpPipelinePosition.PerCall);
        return new BlobContainerClient(connectionString, container, options);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isWrite = message.Request.Method != RequestMethod.Get && message.Request.Method != RequestMethod.Head;
        if (Killed || (isWrite && Interlocked.Increment(ref _writes) == write && moment == KillMoment.Before))
            Kill();
        await ProcessNextAsync(message, pipeline);
        if (isWrite && _writes == write)
            Kill();
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The product asks asynchronously.");

    private void Kill()
    {
        Killed = true;
        throw new KilledException();
    }
}
