namespace Recofilm.Core.Database.Bulk;

/// <summary>A field of a line: a number or a reference, or nothing. Numbers are not boxed.</summary>
internal readonly struct BulkValue
{
    private BulkValue(long number, object? reference) => (Number, Reference, HasValue) = (number, reference, true);

    /// <summary>Whether the line has a value for the field.</summary>
    public bool HasValue { get; }

    /// <summary>The number, for a numeric type.</summary>
    public long Number { get; }

    /// <summary>The text or array, for such a type.</summary>
    public object? Reference { get; }

    public static BulkValue Of(long number) => new(number, null);

    public static BulkValue Of(object reference) => new(0, reference);
}
