export interface MenuItemTemplate {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: "normal" | "separator" | "submenu" | "checkbox" | "radio";
  readonly accelerator?: string;
  readonly registerAccelerator?: boolean;
  readonly enabled?: boolean;
  readonly visible?: boolean;
  readonly click?: (item: MenuItem) => void;
  readonly submenu?: readonly MenuItemTemplate[] | Menu;
}

export class MenuItem {
  readonly id: string;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly registerAccelerator: boolean;
  readonly enabled: boolean;
  readonly visible: boolean;
  readonly submenu: Menu | null;
  private readonly action: ((item: MenuItem) => void) | undefined;

  constructor(template: MenuItemTemplate) {
    const { submenu } = template;
    this.id = template.id ?? "";
    this.label = template.label ?? template.role ?? "";
    this.role = template.role;
    this.type = template.type ?? (submenu ? "submenu" : "normal");
    this.accelerator = template.accelerator;
    this.registerAccelerator = template.registerAccelerator ?? true;
    this.enabled = template.enabled ?? true;
    this.visible = template.visible ?? true;
    this.submenu = submenu === undefined ? null : submenu instanceof Menu ? submenu : Menu.buildFromTemplate(submenu);
    this.action = template.click;
  }

  click(): void {
    if (this.role !== undefined) throw new Error(`electronHost: the menu role ${this.role} is not implemented`);
    if (this.enabled) this.action?.(this);
  }
}

/** Menus are kept, not drawn: their entries can be read and clicked. */
export class Menu {
  private static application: Menu | null = null;
  readonly items: readonly MenuItem[];

  private constructor(items: readonly MenuItem[]) {
    this.items = items;
  }

  static buildFromTemplate(template: readonly MenuItemTemplate[]): Menu {
    return new Menu(template.map((item) => new MenuItem(item)));
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.application = menu;
  }

  static getApplicationMenu(): Menu | null {
    return Menu.application;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }
}
