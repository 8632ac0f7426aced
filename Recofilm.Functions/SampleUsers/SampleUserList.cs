using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.SampleUsers;

/// <summary>The answer of GET /sample_users.</summary>
/// <param name="Users">Users of different tastes, and an operator.</param>
internal sealed record SampleUserList(IReadOnlyList<SampleUser> Users);
