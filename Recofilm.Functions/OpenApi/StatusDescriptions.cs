namespace Recofilm.Functions.OpenApi;

/// <summary>What an HTTP status means in this API.</summary>
internal static class StatusDescriptions
{
    /// <summary>A sentence for the API description.</summary>
    public static string Of(string status) => status switch
    {
        "200" => "Done.",
        "201" => "Made.",
        "202" => "Accepted; the work goes on in the background.",
        "204" => "Done; there is nothing to say.",
        "400" => "A parameter or the body is not valid; the answer names the field.",
        "401" => "The access token is missing or not valid, or the login failed.",
        "403" => "The user is not an operator.",
        "404" => "It does not exist.",
        "409" => "It is being done or was changed at the same time.",
        "413" => "The body is too large.",
        "415" => "The body is not application/json.",
        "422" => "The request contradicts what is recorded.",
        "429" => "Too many requests from this address; Retry-After says when to come back.",
        "503" => "No model is loaded yet, or something this needs does not answer; Retry-After says when to come back.",
        _ => "See the API reference.",
    };
}
