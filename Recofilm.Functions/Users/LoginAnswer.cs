namespace Recofilm.Functions.Users;

/// <summary>The answer of POST /login.</summary>
/// <param name="AccessToken">The token to send as Authorization: Bearer.</param>
/// <param name="TokenType">"Bearer".</param>
/// <param name="ExpiresIn">The number of seconds for which the token is valid.</param>
internal sealed record LoginAnswer(string AccessToken, string TokenType, int ExpiresIn);
