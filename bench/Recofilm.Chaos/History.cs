using System.Collections.Concurrent;

namespace Recofilm.Chaos;

/// <summary>The acts and findings of all clients. Safe for threads.</summary>
internal sealed class History
{
    private const int ShownViolations = 100;

    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly ConcurrentQueue<UserHistory> _users = [];

    /// <summary>The number of occurrences of each thing that is counted.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The answers and contents that no order of the acknowledged requests explains.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>All users that clients created.</summary>
    public IEnumerable<UserHistory> Users => _users;

    /// <summary>Counts something.</summary>
    public void Count(string what, int times = 1) => _counts.AddOrUpdate(what, times, (_, before) => before + times);

    /// <summary>Records a broken promise.</summary>
    public void Violate(string what)
    {
        if (_violations.Count < ShownViolations)
            _violations.Enqueue(what);
    }

    /// <summary>Records a violation unless a condition holds.</summary>
    public void Check(bool holds, string violation)
    {
        if (!holds)
            Violate(violation);
    }

    /// <summary>Adds a user.</summary>
    public UserHistory Add(int userId)
    {
        var user = new UserHistory(userId);
        _users.Enqueue(user);
        Count("users");
        return user;
    }
}
