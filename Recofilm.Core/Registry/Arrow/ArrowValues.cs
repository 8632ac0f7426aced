using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Apache.Arrow.Types;

namespace Recofilm.Core.Registry.Arrow;

/// <summary>The fixed-size values that an artifact's columns may hold, and their Arrow types.</summary>
internal static class ArrowValues
{
    /// <summary>Returns the Arrow type of a value type.</summary>
    /// <exception cref="NotSupportedException">Artifacts do not hold <typeparamref name="T"/>.</exception>
    public static IArrowType TypeOf<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(int))
            return Int32Type.Default;
        if (typeof(T) == typeof(long))
            return Int64Type.Default;
        if (typeof(T) == typeof(float))
            return FloatType.Default;
        if (typeof(T) == typeof(double))
            return DoubleType.Default;
        if (typeof(T) == typeof(sbyte))
            return Int8Type.Default;
        if (typeof(T) == typeof(byte))
            return UInt8Type.Default;
        if (typeof(T) == typeof(Half))
            return HalfFloatType.Default;
        throw new NotSupportedException($"An Arrow table column cannot hold {typeof(T).Name}.");
    }

    /// <summary>Returns whether all values are finite, as integers always are.</summary>
    public static bool AreFinite<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // The library reports an empty span as not all finite.
        if (values.IsEmpty)
            return true;
        if (typeof(T) == typeof(float))
            return TensorPrimitives.IsFiniteAll(MemoryMarshal.Cast<T, float>(values));
        if (typeof(T) == typeof(double))
            return TensorPrimitives.IsFiniteAll(MemoryMarshal.Cast<T, double>(values));
        return typeof(T) != typeof(Half) || TensorPrimitives.IsFiniteAll(MemoryMarshal.Cast<T, Half>(values));
    }

    /// <summary>Returns the name of a type for messages, with the type of the values for lists.</summary>
    public static string Describe(IArrowType type) => type switch
    {
        ListType list => $"list<{Describe(list.ValueDataType)}>",
        FixedSizeListType vector => $"fixed_size_list<{Describe(vector.ValueDataType)}>[{vector.ListSize}]",
        _ => type.Name,
    };
}
