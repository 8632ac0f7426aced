using System.Text;

namespace Recofilm.Cli;

/// <summary>
/// Replaces the characters that an encoding such as ISO-8859-1 lacks by characters that every encoding has: a dash becomes "-"
/// instead of a question mark.
/// </summary>
internal sealed class PlainText : EncoderFallback
{
    /// <inheritdoc/>
    public override int MaxCharCount => 3;

    /// <summary>Makes the console write plain text in place of characters that its encoding lacks.</summary>
    public static void Use()
    {
        if (HasAll(Console.OutputEncoding))
            return;
        var plain = (Encoding)Console.OutputEncoding.Clone();
        plain.EncoderFallback = new PlainText();
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), plain) { AutoFlush = true });
        Console.SetError(new StreamWriter(Console.OpenStandardError(), plain) { AutoFlush = true });
    }

    /// <summary>Returns whether an encoding has every character that the commands print.</summary>
    public static bool HasAll(Encoding encoding) => encoding.GetString(encoding.GetBytes("─…")) == "─…";

    /// <inheritdoc/>
    public override EncoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

    private static string Of(char unknown) => unknown switch
    {
        '–' or '—' or '−' or '─' or '━' => "-",
        '│' or '┃' => "|",
        // The corners and crossings of frames.
        >= '┌' and <= '╿' => "+",
        '…' => "...",
        '’' or '‘' => "'",
        '“' or '”' => "\"",
        '×' => "x",
        '→' => "->",
        _ => "?",
    };

    private sealed class Buffer : EncoderFallbackBuffer
    {
        private string _text = "";
        private int _next;

        public override int Remaining => _text.Length - _next;

        public override bool Fallback(char charUnknown, int index) => Begin(Of(charUnknown));

        public override bool Fallback(char charUnknownHigh, char charUnknownLow, int index) => Begin("?");

        public override char GetNextChar() => Remaining > 0 ? _text[_next++] : '\0';

        public override bool MovePrevious()
        {
            if (_next == 0)
                return false;
            _next--;
            return true;
        }

        public override void Reset() => (_text, _next) = ("", 0);

        private bool Begin(string text)
        {
            (_text, _next) = (text, 0);
            return true;
        }
    }
}
