using SerLab.Cli;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    // The first Ctrl-C lets the work end cleanly and keep what is finished; a second one ends the process at once.
    pressed.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
};
return CommandRunner.Run(args, Terminal.OfConsole(), stop.Token);
