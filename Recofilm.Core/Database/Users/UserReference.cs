namespace Recofilm.Core.Database.Users;

/// <summary>A user, named by identifier or by external identifier.</summary>
public readonly record struct UserReference
{
    private UserReference(int userId, string? externalId) => (UserId, ExternalId) = (userId, externalId);

    /// <summary>The identifier; 0 when the user is named by <see cref="ExternalId"/>.</summary>
    public int UserId { get; }

    /// <summary>The platform's identifier, or <see langword="null"/> when the user is named by <see cref="UserId"/>.</summary>
    public string? ExternalId { get; }

    /// <summary>Names a user by identifier.</summary>
    public static implicit operator UserReference(int userId) => new(userId, null);

    /// <summary>Names a user by external identifier.</summary>
    public static UserReference ByExternalId(string externalId) => new(0, externalId);

    /// <summary>Names a user by identifier.</summary>
    public static UserReference FromInt32(int userId) => userId;

    /// <inheritdoc/>
    public override string ToString() => ExternalId is null ? $"user {UserId}" : $"user \"{ExternalId}\"";
}
