using System.Net;
using System.Security.Claims;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace Recofilm.Functions.Tests.Hosting;

/// <summary>An HTTP invocation as the worker's library hands it to a function, without a host.</summary>
internal sealed class TestInvocation : HttpRequestData
{
    private readonly Func<Stream> _body;

    public TestInvocation(
        TestFunctionContext context, string method, string url, IEnumerable<KeyValuePair<string, string>> headers,
        Func<Stream> body)
        : base(context)
    {
        (Method, Url, _body) = (method, new Uri(url), body);
        Headers = new HttpHeadersCollection(headers);
    }

    public override Stream Body => _body();

    public override HttpHeadersCollection Headers { get; }

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    public override Uri Url { get; }

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override string Method { get; }

    public override HttpResponseData CreateResponse() => new TestResponse(FunctionContext);

    private sealed class TestResponse(FunctionContext context) : HttpResponseData(context)
    {
        public override HttpStatusCode StatusCode { get; set; } = HttpStatusCode.OK;

        public override HttpHeadersCollection Headers { get; set; } = [];

        public override Stream Body { get; set; } = new MemoryStream();

        public override HttpCookies Cookies { get; } = new TestCookies();
    }
}

/// <summary>The cookies of an answer, kept.</summary>
internal sealed class TestCookies : HttpCookies
{
    public List<IHttpCookie> All { get; } = [];

    public override void Append(string name, string value) => All.Add(new HttpCookie(name, value));

    public override void Append(IHttpCookie cookie) => All.Add(cookie);

    public override IHttpCookie CreateNew() => new HttpCookie("", "");
}

/// <summary>The context that the worker's library gives an invocation.</summary>
internal sealed class TestFunctionContext(IServiceProvider services, string traceParent, CancellationToken cancellation)
    : FunctionContext
{
    public override string InvocationId { get; } = Guid.NewGuid().ToString();

    public override string FunctionId => "test";

    public override TraceContext TraceContext { get; } = new TestTrace(traceParent);

    public override BindingContext BindingContext => throw new NotSupportedException();

    public override RetryContext RetryContext => throw new NotSupportedException();

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features => throw new NotSupportedException();

    public override CancellationToken CancellationToken { get; } = cancellation;

    private sealed class TestTrace(string parent) : TraceContext
    {
        public override string TraceParent { get; } = parent;

        public override string TraceState => "";
    }
}
