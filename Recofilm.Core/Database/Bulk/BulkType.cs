using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Bulk;

/// <summary>The type of a column, which reads values from JSON and CSV and writes them to a staging table.</summary>
/// <param name="SqlType">Its type in the staging table.</param>
/// <param name="Expectation">The constraint on a value, as it follows the column's name in an error: "must be …".</param>
internal abstract record BulkType(string SqlType, string Expectation)
{
    /// <summary>Reads a JSON value at which <paramref name="reader"/> stands; it is not null.</summary>
    public abstract bool TryRead(ref Utf8JsonReader reader, out BulkValue value);

    /// <summary>Reads a field of a CSV file; it is not empty.</summary>
    public abstract bool TryRead(string text, out BulkValue value);

    /// <summary>Writes a value; it is not empty.</summary>
    public abstract void Write(NpgsqlBinaryImporter copy, in BulkValue value);
}

/// <summary>A whole number.</summary>
internal sealed record IntegerType(int Minimum, int Maximum) : BulkType("integer", Maximum == int.MaxValue
    ? $"must be an integer from {Minimum}"
    : $"must be an integer from {Minimum} to {Maximum}")
{
    /// <summary>An identifier.</summary>
    public static readonly IntegerType Id = new(1, int.MaxValue);

    public override bool TryRead(ref Utf8JsonReader reader, out BulkValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var number))
            return false;
        value = BulkValue.Of(number);
        return number >= Minimum && number <= Maximum;
    }

    public override bool TryRead(string text, out BulkValue value)
    {
        var valid = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        value = BulkValue.Of(number);
        return valid && number >= Minimum && number <= Maximum;
    }

    public override void Write(NpgsqlBinaryImporter copy, in BulkValue value) =>
        copy.Write((int)value.Number, NpgsqlDbType.Integer);
}

/// <summary>A rating, as its number of half stars.</summary>
internal sealed record RatingType() : BulkType("smallint", "must be from 0.5 to 5 in steps of 0.5")
{
    public override bool TryRead(ref Utf8JsonReader reader, out BulkValue value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var rating) && TryCount(rating, out value);
    }

    public override bool TryRead(string text, out BulkValue value)
    {
        value = default;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rating)
            && TryCount(rating, out value);
    }

    public override void Write(NpgsqlBinaryImporter copy, in BulkValue value) =>
        copy.Write((short)value.Number, NpgsqlDbType.Smallint);

    private static bool TryCount(double rating, out BulkValue value)
    {
        value = BulkValue.Of((long)(rating * 2));
        return rating is >= 0.5 and <= 5 && rating * 2 == Math.Truncate(rating * 2);
    }
}

/// <summary>A point in time, as microseconds since 1970.</summary>
internal sealed record TimeType(DateTimeOffset Latest) : BulkType(
    "timestamptz", $"must be a time such as 2026-11-24T12:00:00Z, or seconds since 1970, not after {Latest:yyyy-MM-dd}")
{
    // The year 1800 precedes film.
    private const long Earliest = -5_364_662_400;

    public override bool TryRead(ref Utf8JsonReader reader, out BulkValue value)
    {
        value = default;
        if (reader.TokenType == JsonTokenType.Number)
            return reader.TryGetInt64(out var seconds) && TryAccept(seconds, out value);
        return reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && HasOffset(reader.ValueSpan)
            && reader.TryGetDateTimeOffset(out var time) && TryAccept(time, out value);
    }

    public override bool TryRead(string text, out BulkValue value)
    {
        value = default;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            return TryAccept(seconds, out value);
        return DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time)
            && TryAccept(time, out value);
    }

    public override void Write(NpgsqlBinaryImporter copy, in BulkValue value) =>
        copy.Write(DateTime.UnixEpoch.AddMicroseconds(value.Number), NpgsqlDbType.TimestampTz);

    private bool TryAccept(long seconds, out BulkValue value)
    {
        var valid = seconds >= Earliest && seconds <= Latest.ToUnixTimeSeconds();
        value = valid ? BulkValue.Of(seconds * 1_000_000) : default;
        return valid;
    }

    private bool TryAccept(DateTimeOffset time, out BulkValue value)
    {
        value = BulkValue.Of((time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        return time <= Latest && time.ToUnixTimeSeconds() >= Earliest;
    }

    // Without an offset, the time would be in the machine's time zone.
    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text is [.., (byte)'Z'] || (text.Length > 6 && text[^6] is (byte)'+' or (byte)'-');
}

/// <summary>True or false.</summary>
internal sealed record FlagType() : BulkType("boolean", "must be true or false")
{
    public override bool TryRead(ref Utf8JsonReader reader, out BulkValue value)
    {
        value = BulkValue.Of(reader.TokenType == JsonTokenType.True ? 1 : 0);
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
    }

    public override bool TryRead(string text, out BulkValue value)
    {
        var valid = bool.TryParse(text, out var flag);
        value = BulkValue.Of(flag ? 1 : 0);
        return valid;
    }

    public override void Write(NpgsqlBinaryImporter copy, in BulkValue value) =>
        copy.Write(value.Number == 1, NpgsqlDbType.Boolean);
}
