// A row of questions with a way back: each step shows one question and resolves to what was answered. No step knows of the others.
import * as vscode from "vscode";

/** Where the person goes from a question. */
export type Turn<Answer> =
  { readonly to: "next"; readonly answer: Answer } | { readonly to: "back" } | { readonly to: "away" };

/** What every question shows. */
export interface Heading {
  readonly title: string;
  /** Its number, counted from one. */
  readonly step: number;
  readonly steps: number;
}

/** One line to choose. */
export interface Choice<Value> {
  readonly label: string;
  readonly detail?: string;
  readonly description?: string;
  readonly value: Value;
}

/** Lets somebody choose a line. */
export function choose<Value>(
  heading: Heading,
  prompt: string,
  choices: readonly Choice<Value>[],
): Promise<Turn<Value>> {
  const input = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly value: Value }>();
  input.placeholder = prompt;
  input.matchOnDetail = true;
  input.items = choices.map(({ label, detail, description, value }) => ({
    label,
    value,
    ...(detail === undefined ? {} : { detail }),
    ...(description === undefined ? {} : { description }),
  }));
  return ask(input, heading, (accept) => {
    const [chosen] = input.selectedItems;
    if (chosen !== undefined) accept(chosen.value);
  });
}

/** Lets somebody write a line; `read` makes the answer of it, or the sentence that says what is wrong. */
export function write<Value>(
  heading: Heading,
  question: { readonly prompt: string; readonly placeholder?: string; readonly value?: string },
  read: (text: string) => { readonly answer: Value } | { readonly problem: string },
): Promise<Turn<Value>> {
  const input = vscode.window.createInputBox();
  input.prompt = question.prompt;
  input.placeholder = question.placeholder ?? "";
  input.value = question.value ?? "";
  input.onDidChangeValue((text) => {
    const result = read(text.trim());
    input.validationMessage = "problem" in result && text !== "" ? result.problem : "";
  });
  return ask(input, heading, (accept) => {
    const result = read(input.value.trim());
    if ("problem" in result) input.validationMessage = result.problem;
    else accept(result.answer);
  });
}

/** Shows an input until it is answered, left, or gone back from. */
function ask<Answer>(
  input: vscode.QuickInput & {
    buttons: readonly vscode.QuickInputButton[];
    onDidAccept: vscode.Event<void>;
    onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
  },
  heading: Heading,
  onAccept: (accept: (answer: Answer) => void) => void,
): Promise<Turn<Answer>> {
  input.title = heading.title;
  input.step = heading.step;
  input.totalSteps = heading.steps;
  input.ignoreFocusOut = true;
  input.buttons = heading.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return new Promise((resolve) => {
    const finish = (turn: Turn<Answer>): void => {
      resolve(turn);
      input.dispose();
    };
    input.onDidAccept(() => {
      onAccept((answer) => {
        finish({ to: "next", answer });
      });
    });
    input.onDidTriggerButton(() => {
      finish({ to: "back" });
    });
    input.onDidHide(() => {
      finish({ to: "away" });
    });
    input.show();
  });
}
