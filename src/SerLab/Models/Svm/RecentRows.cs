namespace SerLab.Models.Svm;

/// <summary>Which rows have a slot: the row used longest ago gives its slot to a new one.</summary>
internal sealed class RecentRows
{
    private readonly int[] slotOf;
    private readonly int[] rowIn;
    private readonly LinkedList<int> order = new();          // slots, used longest ago first
    private readonly LinkedListNode<int>[] nodeOf;

    /// <param name="rows">Number of rows there are.</param>
    /// <param name="slots">Number of slots, at least 2.</param>
    public RecentRows(int rows, int slots)
    {
        (slotOf, rowIn, nodeOf) = (new int[rows], new int[slots], new LinkedListNode<int>[slots]);
        Array.Fill(slotOf, -1);
        Array.Fill(rowIn, -1);
        for (var slot = 0; slot < slots; slot++) nodeOf[slot] = order.AddLast(slot);
    }

    /// <summary>The slot of a row; -1 where it has none.</summary>
    public int SlotOf(int row) => slotOf[row];

    /// <summary>The slot of a row that has one; it is now the one used last.</summary>
    public int Use(int row)
    {
        var slot = slotOf[row];
        order.Remove(nodeOf[slot]);
        order.AddLast(nodeOf[slot]);
        return slot;
    }

    /// <summary>Gives a row that has none the slot used longest ago; the row is now the one used last.</summary>
    public int Admit(int row)
    {
        var slot = order.First!.Value;
        if (rowIn[slot] >= 0) slotOf[rowIn[slot]] = -1;
        (rowIn[slot], slotOf[row]) = (row, slot);
        return Use(row);
    }
}
