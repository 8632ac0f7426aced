namespace Recofilm.Functions.Login;

/// <summary>The answer of POST /login.</summary>
/// <param name="AccessToken">What to send as Authorization: Bearer.</param>
/// <param name="TokenType">"Bearer".</param>
/// <param name="ExpiresIn">How many seconds the token is valid.</param>
internal sealed record LoginAnswer(string AccessToken, string TokenType, int ExpiresIn);
