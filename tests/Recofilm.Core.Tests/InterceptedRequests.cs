using Azure.Core;
using Azure.Core.Pipeline;

namespace Recofilm.Core.Tests;

/// <summary>Lets a test act, or fail, at a request to the storage.</summary>
/// <param name="intercept">Told of each request before it is sent; what it throws the caller gets.</param>
internal sealed class InterceptedRequests(Func<Request, ValueTask> intercept) : HttpPipelinePolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await intercept(message.Request);
        await ProcessNextAsync(message, pipeline);
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("The product asks asynchronously.");
}
