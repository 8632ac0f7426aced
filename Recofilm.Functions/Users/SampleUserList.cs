using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Users;

/// <summary>The answer of GET /sample_users.</summary>
/// <param name="Users">Users with different tastes, and an operator.</param>
internal sealed record SampleUserList(IReadOnlyList<SampleUser> Users);
