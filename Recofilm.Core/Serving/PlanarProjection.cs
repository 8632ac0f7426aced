using System.Numerics;
using System.Numerics.Tensors;
using Recofilm.Core.Content;

namespace Recofilm.Core.Serving;

/// <summary>
/// Rows of a matrix as points of a plane: their two principal components, found by orthogonal iteration on the centred rows,
/// each brought to unit variance. The same rows give the same points.
/// </summary>
internal static class PlanarProjection
{
    // Two directions are enough for a picture long before they are exact.
    private const int Iterations = 40;

    /// <summary>Places rows.</summary>
    /// <param name="rows">One row a point.</param>
    public static Vector2[] Of(SparseMatrix rows)
    {
        var (first, second) = (new float[rows.RowCount], new float[rows.RowCount]);
        var (along, across) = (Start(rows.ColumnCount, MathF.Sin), Start(rows.ColumnCount, MathF.Cos));
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            Project(rows, along, first);
            Project(rows, across, second);
            Gather(rows, first, along);
            Gather(rows, second, across);
            Normalize(along);
            TensorPrimitives.MultiplyAdd(along, -TensorPrimitives.Dot<float>(along, across), across, across);
            Normalize(across);
        }

        Project(rows, along, first);
        Project(rows, across, second);
        Standardize(first);
        Standardize(second);
        return [.. first.Zip(second, (x, y) => new Vector2(x, y))];
    }

    /// <summary>Turns and mirrors points so that they lie as near to others as they can (orthogonal Procrustes).</summary>
    /// <param name="points">The points to turn.</param>
    /// <param name="others">Where each should come to lie.</param>
    public static Vector2[] Align(ReadOnlySpan<Vector2> points, ReadOnlySpan<Vector2> others)
    {
        var (xx, xy, yx, yy) = (0f, 0f, 0f, 0f);
        for (var place = 0; place < points.Length; place++)
        {
            xx += points[place].X * others[place].X;
            xy += points[place].X * others[place].Y;
            yx += points[place].Y * others[place].X;
            yy += points[place].Y * others[place].Y;
        }

        var turned = MathF.Sqrt(((xx + yy) * (xx + yy)) + ((xy - yx) * (xy - yx)));
        var mirrored = MathF.Sqrt(((xx - yy) * (xx - yy)) + ((xy + yx) * (xy + yx)));
        var (angle, sign) = turned >= mirrored ? (MathF.Atan2(xy - yx, xx + yy), 1f) : (MathF.Atan2(xy + yx, xx - yy), -1f);
        var (sin, cos) = MathF.SinCos(angle);
        var aligned = new Vector2[points.Length];
        for (var place = 0; place < points.Length; place++)
        {
            var (x, y) = (points[place].X, sign * points[place].Y);
            aligned[place] = new Vector2((cos * x) - (sin * y), (sin * x) + (cos * y));
        }

        return aligned;
    }

    // Any start will do that is not by chance orthogonal to what is looked for.
    private static float[] Start(int length, Func<float, float> wave)
    {
        var direction = new float[length];
        for (var column = 0; column < length; column++)
            direction[column] = wave(column + 1);
        Normalize(direction);
        return direction;
    }

    private static void Project(SparseMatrix rows, ReadOnlySpan<float> direction, Span<float> coordinates)
    {
        for (var row = 0; row < rows.RowCount; row++)
        {
            var columns = rows.ColumnsOf(row);
            var values = rows.ValuesOf(row);
            var sum = 0f;
            for (var entry = 0; entry < columns.Length; entry++)
                sum += direction[columns[entry]] * values[entry];
            coordinates[row] = sum;
        }

        TensorPrimitives.Subtract(coordinates, TensorPrimitives.Average<float>(coordinates), coordinates);
    }

    // Centred coordinates sum to zero, so the mean of the rows drops out of the sum.
    private static void Gather(SparseMatrix rows, ReadOnlySpan<float> coordinates, Span<float> direction)
    {
        direction.Clear();
        for (var row = 0; row < rows.RowCount; row++)
        {
            var columns = rows.ColumnsOf(row);
            var values = rows.ValuesOf(row);
            for (var entry = 0; entry < columns.Length; entry++)
                direction[columns[entry]] += coordinates[row] * values[entry];
        }
    }

    private static void Normalize(Span<float> direction)
    {
        var length = TensorPrimitives.Norm<float>(direction);
        if (length > 0)
            TensorPrimitives.Divide(direction, length, direction);
    }

    private static void Standardize(Span<float> coordinates)
    {
        var spread = TensorPrimitives.StdDev<float>(coordinates);
        if (spread > 0)
            TensorPrimitives.Divide(coordinates, spread, coordinates);
    }
}
