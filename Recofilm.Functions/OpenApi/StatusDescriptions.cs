namespace Recofilm.Functions.OpenApi;

/// <summary>The meaning of each HTTP status in this API.</summary>
internal static class StatusDescriptions
{
    /// <summary>Returns a sentence for the API description.</summary>
    public static string Of(string status) => status switch
    {
        "200" => "OK.",
        "201" => "Created.",
        "202" => "Accepted; the work continues in the background.",
        "204" => "No content.",
        "400" => "A parameter or the body is not valid; the answer names the field.",
        "401" => "The access token is missing or not valid, or the login failed.",
        "403" => "The caller's role does not allow this, or the request concerns another user.",
        "404" => "The resource does not exist.",
        "409" => "The request conflicts with the present state or with another request.",
        "413" => "The body is too large.",
        "415" => "The operation does not accept the media type of the body.",
        "422" => "The request is well-formed, but its contents contradict the recorded data or its own rules.",
        "429" => "Too many requests; Retry-After says how long to wait.",
        "503" => "No model is loaded yet, or a required service does not answer; Retry-After says how long to wait.",
        _ => "See the API reference.",
    };
}
